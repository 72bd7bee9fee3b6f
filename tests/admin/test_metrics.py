"""GET /metrics: who may read it, and that its numbers are true."""

from collections.abc import Mapping

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from app.catalog.model import Kind
from app.demo import Fault
from app.gateway.client import Gateway
from app.gateway.errors import GatewayBusy, GatewayProblem
from app.routing.breakers import Breakers
from tests.studio import Person, Studio

TOKEN = "a-token-for-the-collector"
Series = Mapping[tuple[str, tuple[tuple[str, str], ...]], float]


async def read(person: Person) -> Series:
    answer = await person.http.get("/metrics")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/plain; version=")
    return {
        (
            sample.name.removeprefix("allucanget_"),
            tuple(sorted(sample.labels.items())),
        ): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def value(series: Series, name: str, **labels: str) -> float:
    return series.get((name, tuple(sorted(labels.items()))), 0)


async def test_it_opens_with_the_token_and_to_nobody_elses(studio: Studio) -> None:
    await studio.restart(metrics_token=TOKEN)
    await studio.person()
    ben = await studio.person("ben")
    assert (await ben.http.get("/metrics")).status_code == 403
    async with studio.client() as stranger:
        for authorization, status in (
            (f"Bearer {TOKEN}", 200),
            (f"Bearer {TOKEN}x", 401),
            ("Bearer", 401),
            (TOKEN, 401),
            ("", 401),
        ):
            answer = await stranger.get("/metrics", headers={"Authorization": authorization})
            assert answer.status_code == status, authorization


async def test_without_a_token_in_the_settings_none_opens_it(studio: Studio) -> None:
    async with studio.client() as stranger:
        for token in ("None", "null"):
            answer = await stranger.get("/metrics", headers={"Authorization": f"Bearer {token}"})
            assert answer.status_code == 401


async def test_requests_are_counted_by_the_pattern_of_their_route(studio: Studio) -> None:
    ada = await studio.person()
    for nothing in ("x", "y"):
        await ada.http.get(f"/api/generations/{nothing}")
        await ada.http.get(f"/nowhere/{nothing}")
    await ada.http.request("PROPFIND", "/api/usage")
    seen = await read(ada)
    route = "/api/generations/{generation_id}"
    assert value(seen, "requests_total", method="GET", route=route, status="404") == 2
    assert value(seen, "request_seconds_count", route=route) == 2
    assert value(seen, "requests_total", method="GET", route="other", status="404") == 2
    assert value(seen, "requests_total", method="other", route="/api/usage", status="405") == 1
    login = "/api/auth/login"
    assert value(seen, "requests_total", method="POST", route=login, status="200") == 1


async def test_texts_films_and_money_are_counted(studio: Studio) -> None:
    ada = await studio.person()
    said = await ada.say("Tell me about boats")
    film = await ada.ask("video")
    seen = await read(ada)
    assert value(seen, "first_word_seconds_count") == 1
    assert value(seen, "generations", kind="text", state="succeeded") == 1
    assert value(seen, "gateway_calls_total", call="chat/completions", result="200") == 1
    assert value(seen, "spent_micros") == said["cost_micros"]
    assert value(seen, "held_micros") == film["quote"]["amount_micros"]
    assert value(seen, "ledger_micros", movement="settle") == said["cost_micros"]
    assert value(seen, "database_write_wait_seconds_count") > 5
    assert value(seen, "database_write_wait_seconds_sum") > 0
    assert not [name for name, _ in seen if name.endswith("_created")]


async def test_calls_are_named_without_the_ids_in_their_paths(studio: Studio) -> None:
    told: list[tuple[str, str]] = []
    async with httpx.AsyncClient(transport=studio.demo.transport()) as http:
        gateway = Gateway(
            http,
            "https://openrouter.ai/api/v1",
            SecretStr("sk"),
            clock=studio.clock,
            told=lambda call, result: told.append((call, result)),
        )
        await gateway.key()
        with pytest.raises(GatewayProblem):
            await gateway.poll_video("job-of-somebody")
        await gateway.image_prices("black-forest-labs/flux.2-klein-4b")
    assert told == [("key", "200"), ("videos", "404"), ("images/models/endpoints", "200")]


async def test_streams_count_while_they_are_open(studio: Studio) -> None:
    ada = await studio.person()
    studio.demo.script(path="/chat/completions", answer=Fault.stall(1))
    async with ada.streaming("Tell me about boats") as events:
        await anext(events)
        assert value(await read(ada), "streams_open") == 1
    assert value(await read(ada), "streams_open") == 1  # a closed tab does not end it


async def test_the_gateways_refusals_and_silences_are_told_apart(studio: Studio) -> None:
    ada = await studio.person()
    for fault in (Fault.status(400), Fault.refuse(), Fault.drop_before_answer()):
        studio.demo.script(path="/images", answer=fault)
        await studio.made(ada, "image", model="black-forest-labs/flux.2-klein-4b")
    seen = await read(ada)
    for result in ("400", "not-reached", "no-answer"):
        assert value(seen, "gateway_calls_total", call="images", result=result) == 1, result


async def test_breakers_show_the_state_they_are_in(studio: Studio) -> None:
    ada = await studio.person()
    for n in range(5):
        problem = GatewayBusy(status_code=503)
        studio.part(Breakers).report(Kind.TEXT, "acme/m", f"call {n}", problem)
    seen = await read(ada)
    assert value(seen, "breaker", kind="text", model="acme/m", state="open") == 1
    assert value(seen, "breaker", kind="text", model="acme/m", state="closed") == 0
    assert value(seen, "breaker", kind="", model="", state="closed") == 1
    assert value(seen, "alert", code="breaker-open") == 1
    studio.clock.turn(seconds=30)
    seen = await read(ada)
    assert value(seen, "breaker", kind="text", model="acme/m", state="half-open") == 1


async def test_nobody_is_named_and_nothing_quoted(studio: Studio) -> None:
    ada = await studio.person()
    await ada.say("A secret wish")
    text = (await ada.http.get("/metrics")).text
    for private in ("secret", "ada", "example.org", ada.user["id"]):
        assert private not in text.replace("/metadata", "")


async def test_every_figure_of_the_house_is_there(studio: Studio) -> None:
    ada = await studio.person()
    await ada.say("Hello")
    names = {name for name, _ in await read(ada)}
    assert names >= {
        "requests_total",
        "streams_open",
        "first_word_seconds_count",
        "gateway_calls_total",
        "generations",
        "breaker",
        "ledger_micros",
        "database_write_wait_seconds_sum",
    }
    assert value(await read(ada), "database_write_wait_seconds_count") > 0
    assert value(await read(ada), "first_word_seconds_count") == 1
