"""Server-sent events, in whatever pieces the network brings them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.gateway.sse import EventReader, EventTooLarge

EVERY_FORM = (
    b"\xef\xbb\xbf: OPENROUTER PROCESSING\n\n"
    b'data: {"text":"gr\xc3\xbc\xc3\x9fe \xf0\x9f\xa6\x8a"}\n\n'
    b": \n\n"
    b"event: ping\r\nid: 7\r\ndata:no space\r\n\r\n"
    b"data: first\rdata: second\r\r"
    b"data:\n\n"
    b"retry: 10\n\n"
    b"data: [DONE]\n\n"
)
MEANT = [
    '{"text":"grüße 🦊"}'.encode(),
    b"no space",
    b"first\nsecond",
    b"",
    b"[DONE]",
]


def read(*chunks: bytes) -> list[bytes]:
    reader = EventReader()
    found = [event for chunk in chunks for event in reader.feed(chunk)]
    return [*found, *reader.end()]


def test_comments_names_and_ids_are_passed_over() -> None:
    assert read(EVERY_FORM) == MEANT


@given(st.lists(st.integers(0, len(EVERY_FORM)), max_size=12))
def test_it_does_not_matter_where_the_bytes_are_cut(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(EVERY_FORM)]
    chunks = [EVERY_FORM[a:b] for a, b in pairwise(edges)]
    assert read(*chunks) == MEANT


def test_byte_by_byte_is_the_same() -> None:
    assert read(*(EVERY_FORM[i : i + 1] for i in range(len(EVERY_FORM)))) == MEANT


def test_an_event_leaves_with_the_chunk_that_completes_it() -> None:
    reader = EventReader()
    assert reader.feed(b"data: on") == []
    assert reader.feed(b"e\n") == []
    assert reader.feed(b"\ndata: two\n\ndata: th") == [b"one", b"two"]


@pytest.mark.parametrize("ending", [b"", b"\n", b"\r\n"])
def test_a_last_event_without_its_blank_line_is_not_lost(ending: bytes) -> None:
    assert read(b"data: last" + ending) == [b"last"]


def test_a_line_of_many_megabytes_is_read() -> None:
    music = b"x" * 8_000_000
    body = b"data: " + music + b"\n\n"
    assert read(*(body[i : i + 65_536] for i in range(0, len(body), 65_536))) == [music]


@pytest.mark.parametrize("body", [b"data: " + b"x" * 2_000, b"data: xxxxxxxx\n" * 200])
def test_an_endless_event_is_refused(body: bytes) -> None:
    reader = EventReader(max_bytes=1_000)
    with pytest.raises(EventTooLarge):
        for start in range(0, len(body), 100):
            reader.feed(body[start : start + 100])


def test_the_size_counts_per_event() -> None:
    reader = EventReader(max_bytes=1_000)
    for _ in range(100):
        assert reader.feed(b"data: " + b"x" * 900 + b"\n\n") == [b"x" * 900]
