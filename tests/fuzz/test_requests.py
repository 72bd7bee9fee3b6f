"""Whatever people and programs send: cursors, ids, ranges, names, files in forms, amounts."""

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.types import Message

from app.db.paging import containing, cursor_of, place_of
from app.errors import AppError, BadInput, Malformed
from app.media.model import SUFFIXES, is_id
from app.media.names import LONGEST, display_name, disposition
from app.media.ranges import Span, Unsatisfiable, asked_span
from app.media.sniff import HEAD, HEIC, sniff
from app.media.upload import file_in
from app.money import Micros, from_usd, show
from app.usage.table import written
from tests.fuzz.effort import effort

moments = st.datetimes(timezones=st.just(UTC))
sizes = st.integers(0, 10**12)
files = st.binary(max_size=200)


@effort(300)
@given(moments, st.uuids())
def test_a_cursor_leads_back_to_where_it_was_made(at: datetime, last: UUID) -> None:
    assert place_of(cursor_of(at, str(last))) == (at, str(last))


@effort(400)
@given(st.text(max_size=60) | st.from_regex(r"-?\d{1,30}_[0-9a-f-]{30,40}", fullmatch=True))
@example("9" * 5_000 + "_" + str(UUID(int=1)))
@example("٣_" + str(UUID(int=1)))
def test_a_cursor_is_a_place_or_refused(cursor: str) -> None:
    try:
        at, last = place_of(cursor)
    except BadInput:
        return
    assert at.tzinfo is UTC
    assert is_id(last)


@effort(400)
@given(st.text(max_size=60) | st.uuids().map(str) | st.uuids().map(lambda each: f"{{{each}}}"))
def test_an_id_is_one_in_one_spelling_only(text: str) -> None:
    assert is_id(text) == (len(text) == 36 and text in spellings(text))


def spellings(text: str) -> set[str]:
    try:
        return {str(UUID(text))}
    except ValueError:
        return set()


@effort(200)
@given(st.text(st.sampled_from("ab%_\\"), max_size=8))
def test_a_search_pattern_finds_its_words_as_they_are(words: str) -> None:
    plain, escaped = "", False
    for letter in containing(words)[1:-1]:
        assert escaped or letter not in "%_"
        if letter == "\\" and not escaped:
            escaped = True
        else:
            plain, escaped = plain + letter, False
    assert (plain, escaped) == (words, False)


@effort(400)
@given(st.text(max_size=40) | st.from_regex(r"bytes=\d{0,31}-\d{0,31}", fullmatch=True), sizes)
def test_a_range_lies_in_the_file_or_is_none(header: str, size: int) -> None:
    try:
        span = asked_span(header, size)
    except Unsatisfiable:
        return
    assert span is None or 0 <= span.first < span.end <= size


@effort(200)
@given(sizes, sizes, sizes)
def test_a_range_within_the_file_is_the_one_asked_for(first: int, more: int, rest: int) -> None:
    last = first + more
    assert asked_span(f"bytes={first}-{last}", last + 1 + rest) == Span(first, last + 1)


@effort(400)
@given(st.text(max_size=300) | st.text(st.characters(categories=["C", "Z", "P"]), max_size=300))
def test_a_name_is_one_harmless_line_whatever_was_sent(given_name: str) -> None:
    name = display_name(given_name)
    assert display_name(name) == name
    assert len(name) <= LONGEST
    assert not set(name) & set("/\\\r\n\0")
    assert not name.startswith(".")
    header = disposition("attachment", name)
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2


@effort(400)
@given(
    st.binary(max_size=80)
    | st.lists(st.sampled_from([b"heic", b"mif1", b"avif", b"isom", b"hevx"])).map(b"".join),
    st.sampled_from([b"RIFF\0\0\0\0", b"\0\0\0\x20ftyp", b"\xff\xfb", b""]),
)
def test_a_file_is_of_a_type_we_take_or_of_none(content: bytes, magic: bytes) -> None:
    mime = sniff(magic + content)
    assert mime is None or mime in SUFFIXES or mime == HEIC
    if magic[4:8] == b"ftyp" and content[:4] in (b"heic", b"avif"):
        assert mime == f"image/{content[:4].decode()}"
    assert sniff((magic + content)[:HEAD]) == mime


def asking(body: bytes, places: list[int], boundary: str = "x") -> Request:
    """A request whose body comes in pieces."""
    edges = sorted({0, len(body), *(each for each in places if each < len(body))})
    chunks = iter([body[a:b] for a, b in pairwise(edges)])

    async def receive() -> Message:
        chunk = next(chunks, None)
        return {"type": "http.request", "body": chunk or b"", "more_body": chunk is not None}

    kind = f"multipart/form-data; boundary={boundary}".encode()
    return Request({"type": "http", "headers": [(b"content-type", kind)]}, receive)


async def taken(request: Request, cap: int = 10**6) -> bytes:
    _, content = await file_in(request, cap=cap)
    return b"".join([each async for each in content])


def form_of(content: bytes) -> bytes:
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    return head + content + b"\r\n--x--\r\n"


cuts = st.lists(st.integers(0, 400), max_size=8)


@effort(200)
@given(files.filter(lambda each: b"\r\n--x" not in each), cuts)
async def test_a_file_in_a_form_arrives_whole_in_whatever_pieces(
    content: bytes, places: list[int]
) -> None:
    assert await taken(asking(form_of(content), places)) == content


FORM = form_of(b"content")


@effort(300)
@given(
    st.binary(max_size=120)
    | st.tuples(st.integers(0, len(FORM)), st.integers(0, 9), st.binary(max_size=9)).map(
        lambda change: FORM[: change[0]] + change[2] + FORM[change[0] + change[1] :]
    ),
    cuts,
)
async def test_a_broken_form_is_refused_and_never_a_bug(body: bytes, places: list[int]) -> None:
    try:
        await taken(asking(body, places))
    except AppError as refusal:
        assert isinstance(refusal, BadInput | Malformed)


async def test_a_form_that_is_all_header_is_refused_before_it_fills_the_memory() -> None:
    endless = b"--x\r\nContent-Disposition: " + b"a" * 900_000
    with pytest.raises(Malformed):
        await taken(asking(endless, list(range(0, 900_000, 4096))))


@effort(300)
@given(st.integers(0, 10**12))
def test_an_amount_reads_as_what_is_written(micros: int) -> None:
    assert from_usd(Decimal(micros).scaleb(-6)) == micros
    shown = Decimal(show(Micros(micros)).removeprefix("$"))
    assert abs(shown * 1_000_000 - micros) <= (5_000 if micros >= 10_000 else 0)


cells = st.text(max_size=12) | st.text(st.sampled_from('=+-@\t\r\n",;a'), max_size=6)


@effort(300)
@given(st.lists(st.tuples(cells, st.integers(), st.decimals(-9, 9, places=6)), max_size=4))
def test_a_table_keeps_every_cell_and_holds_no_formula(
    rows: list[tuple[str, int, Decimal]],
) -> None:
    table = written(("word", "count", "usd"), rows)
    found = list(csv.reader(io.StringIO(table, newline="")))[1:]
    for (word, count, usd), (said, counted, cost) in zip(rows, found, strict=True):
        assert said in (word, f"'{word}")
        assert not said.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        assert (int(counted), Decimal(cost)) == (count, usd)
