"""Which part of a file a Range header asks for."""

import pytest

from app.media.ranges import Span, Unsatisfiable, asked_span


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("bytes=0-0", Span(0, 1)),
        ("bytes=0-", Span(0, 100)),
        ("bytes=10-19", Span(10, 20)),
        ("bytes=99-99", Span(99, 100)),
        ("bytes=90-1000", Span(90, 100)),
        ("bytes=0-99999999999999999999999999", Span(0, 100)),
        ("bytes=-1", Span(99, 100)),
        ("bytes=-100", Span(0, 100)),
        ("bytes=-5000", Span(0, 100)),
        ("BYTES= 3-4 ", Span(3, 5)),
    ],
)
def test_a_range_within_the_file_is_answered(header: str, span: Span) -> None:
    assert asked_span(header, 100) == span


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=999-", "bytes=-0"])
def test_a_range_outside_the_file_cannot_be_satisfied(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        asked_span(header, 100)


@pytest.mark.parametrize(
    "header",
    [
        *(None, "", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5", "bytes=--5"),
        *("bytes=9-3", "bytes=1.5-2", "bytes=+1-2", "bytes=٣-٤", "items=0-5", "bytes=0-1;x"),
        *("bytes=0-1,5-6", "bytes=0-1,", "bytes=" + "0-1," * 1000, "bytes=" + "9" * 5000 + "-"),
    ],
)
def test_what_is_no_single_range_means_the_whole_file(header: str | None) -> None:
    assert asked_span(header, 100) is None


def test_nothing_lies_in_a_range_of_an_empty_file() -> None:
    with pytest.raises(Unsatisfiable):
        asked_span("bytes=0-", 0)
