"""GET /api/usage and its table, asked of the whole app."""

import csv
import io
from datetime import date

import pytest

from app.money import Micros
from app.usage.report import Line
from app.usage.table import COLUMNS, as_csv
from tests.studio import Studio


async def test_what_was_spent_is_told_by_day_kind_and_model(studio: Studio) -> None:
    ada = await studio.person()
    said = await ada.say("Tell me about boats")
    usage = (await ada.http.get("/api/usage")).json()
    cost = said["cost_micros"]
    assert usage["by_day"] == [{"day": "2026-11-21", "kind": "text", "spent_micros": cost}]
    assert usage["by_kind"] == [{"kind": "text", "generations": 1, "spent_micros": cost}]
    assert usage["by_model"] == [
        {"model": said["answered_by"], "kind": "text", "generations": 1, "spent_micros": cost}
    ]
    assert (usage["spent_micros"], usage["previous_micros"]) == (cost, 0)
    assert (usage["since"], usage["until"]) == ("2026-10-22", "2026-11-21")
    assert [each["warning"] for each in usage["windows"]] == [False, False]


@pytest.mark.parametrize(
    "query", ["days=0", "days=367", "days=x", "until=2019-12-31", "until=0001-01-01", "until=soon"]
)
async def test_days_that_make_no_sense_are_refused(studio: Studio, query: str) -> None:
    ada = await studio.person()
    for path in ("/api/usage", "/api/usage.csv"):
        assert (await ada.http.get(f"{path}?{query}")).status_code == 422


async def test_the_first_and_the_last_day_of_all_can_be_asked_for(studio: Studio) -> None:
    ada = await studio.person()
    for until in ("2020-01-01", "9999-01-01"):
        answer = await ada.http.get(f"/api/usage?days=366&until={until}")
        assert (answer.status_code, answer.json()["spent_micros"]) == (200, 0)


async def test_the_table_adds_up_to_what_was_spent(studio: Studio) -> None:
    ada, ben = await studio.person(), await studio.person("ben")
    await ada.say("Tell me about boats")
    await studio.made(ada, "image")
    await ben.say("Tell me about birds")
    answer = await ada.http.get("/api/usage.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="usage-2026-10-22-2026-11-21.csv"' in answer.headers["content-disposition"]
    lines = list(csv.DictReader(io.StringIO(answer.text)))
    usage = (await ada.http.get("/api/usage")).json()
    assert sum(int(line["spent_micros"]) for line in lines) == usage["spent_micros"]
    assert sorted(line["kind"] for line in lines) == ["image", "text"]


async def test_strangers_are_told_nothing(studio: Studio) -> None:
    async with studio.client() as stranger:
        for path in ("/api/usage", "/api/usage.csv"):
            assert (await stranger.get(path)).status_code == 401


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_name_becomes_a_formula_in_a_spreadsheet(begins: str) -> None:
    name = f'{begins}HYPERLINK("https://example.org","x")'
    table = as_csv([Line(date(2026, 11, 21), "text", name, 1, Micros(1_234_567))])
    head, row = csv.reader(io.StringIO(table, newline=""))
    assert tuple(head) == COLUMNS
    assert row == ["2026-11-21", "text", f"'{name}", "1", "1234567", "1.234567"]
