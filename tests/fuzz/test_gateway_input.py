"""Whatever the gateway sends, or somebody who poses as it: read as documented, or refused so."""

import hmac
import json
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from app.gateway.callbacks import TOLERANCE, NotSigned, film_of
from app.gateway.lenient import MOST_USD, Unreadable, decode, money
from app.gateway.sse import EventReader, EventTooLarge
from tests.fuzz.effort import effort

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SECRET = SecretStr("whsec_a secret of both")

PIECES = [
    b"data:",
    b"data",
    b": ",
    b"x",
    b"\n",
    b"\r",
    b"\r\n",
    b"\n\n",
    b"\xef\xbb\xbf",
    b"event: a",
]
streams = st.lists(st.sampled_from(PIECES) | st.binary(max_size=4), max_size=30).map(b"".join)
cuts = st.lists(st.integers(0, 200), max_size=12)

numbers = st.from_regex(r"-?[0-9]{0,12}\.?[0-9]{0,12}([eE][+-]?[0-9]{1,3})?", fullmatch=True)


def read(chunks: list[bytes]) -> list[bytes]:
    reader = EventReader()
    found = [event for chunk in chunks for event in reader.feed(chunk)]
    return found + reader.end()


def as_the_standard_says(stream: bytes) -> list[bytes]:
    """The data of each event, by the letter of the standard and without regard for speed."""
    text = stream.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    events: list[bytes] = []
    data: list[bytes] = []
    for line in [*text.split(b"\n"), b""]:
        if not line and data:
            events.append(b"\n".join(data))
            data = []
        name, _, value = line.partition(b":")
        if name == b"data" and b":" in line:
            data.append(value.removeprefix(b" "))
    return events


@effort(400)
@given(streams, cuts)
def test_any_stream_in_any_pieces_is_read_as_the_standard_says(
    stream: bytes, places: list[int]
) -> None:
    edges = sorted({0, len(stream), *(each for each in places if each < len(stream))})
    assert read([stream[a:b] for a, b in pairwise(edges)]) == as_the_standard_says(stream)


@effort(200)
@given(streams.filter(bool), st.integers(1, 40))
def test_no_stream_is_kept_beyond_the_limit(stream: bytes, most: int) -> None:
    reader = EventReader(max_bytes=most)
    try:
        events = [event for at in stream for event in reader.feed(bytes([at]))] + reader.end()
    except EventTooLarge:
        return
    assert all(len(each) <= 2 * most for each in events)


@effort(400)
@given(
    st.binary(max_size=60)
    | st.text(max_size=60).map(str.encode)
    | st.text('[]{}",:0123456789.-eEtrufalsn \\', max_size=12).map(str.encode)
)
def test_a_body_is_json_without_floats_or_unreadable(body: bytes) -> None:
    try:
        taken = decode(body)
    except Unreadable:
        return
    # Whatever can be written down again as JSON, but no float: none is exact, and one is NaN.
    assert not any(isinstance(each, float) for each in _parts(taken))
    json.dumps(taken, default=str, allow_nan=False)


def _parts(value: object) -> list[object]:
    """A value of JSON, and all that is in it."""
    inner: list[object] = []
    if isinstance(value, dict):
        inner = list(cast(dict[str, object], value).values())
    elif isinstance(value, list):
        inner = cast(list[object], value)
    return [value, *(part for each in inner for part in _parts(each))]


@pytest.mark.parametrize("body", [b"[" * 10**6, b'{"a":' * 10**6, b"9" * 10**5, b"-" * 10**6])
def test_a_body_of_nothing_but_beginnings_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        decode(body)


@effort(400)
@given(numbers)
def test_a_cost_is_exact_to_the_micro_or_not_known_and_never_negative(written: str) -> None:
    try:
        found = decode(written.encode())
    except Unreadable:
        return
    cost = money(found)
    usd = Decimal(written)
    if 0 <= usd <= MOST_USD:
        micros = (usd * 1_000_000).quantize(Decimal(1), ROUND_HALF_UP)
        assert cost == int(micros)
    else:
        assert cost is None


def signed(body: bytes, at: int) -> str:
    told = f"{at},".encode() + body
    return f"t={at},v1={hmac.new(SECRET.get_secret_value().encode(), told, 'sha256').hexdigest()}"


@effort(300)
@given(st.binary(max_size=80), st.integers(-600, 600))
def test_what_is_signed_just_now_is_read_whatever_it_says(body: bytes, seconds: int) -> None:
    signature = signed(body, int(NOW.timestamp()) + seconds)
    if abs(seconds) <= TOLERANCE.total_seconds():
        assert film_of(SECRET, signature, body, NOW) is None
    else:
        with pytest.raises(NotSigned):
            film_of(SECRET, signature, body, NOW)


SIGNATURE = signed(b"{}", int(NOW.timestamp()))


@effort(400)
@given(
    st.text(max_size=90)
    | st.tuples(st.integers(0, len(SIGNATURE) - 1), st.characters()).map(
        lambda change: SIGNATURE[: change[0]] + change[1] + SIGNATURE[change[0] + 1 :]
    )
)
def test_no_signature_but_the_right_one_is_good(signature: str) -> None:
    if signature.replace(" ", "") == SIGNATURE:
        return
    with pytest.raises(NotSigned):
        film_of(SECRET, signature, b"{}", NOW)
