"""The table of measurements says what was measured, and whether that is enough."""

import pytest

from bench.figures import Figure, number, table
from bench.soak.watch import growth


@pytest.mark.parametrize(
    ("figure", "met"),
    [
        (Figure("fast", 6, "ms", most=6), True),
        (Figure("slow", 6.1, "ms", most=6), False),
        (Figure("many", 500, "/s", least=500), True),
        (Figure("few", 499, "/s", least=500), False),
        (Figure("none lost", 0, most=0), True),
        (Figure("known", 7), None),
    ],
)
def test_a_figure_reaches_its_goal_or_does_not(figure: Figure, met: bool | None) -> None:
    assert figure.met is met
    assert figure.as_json()["met"] is met


def test_a_table_has_each_figure_beside_its_goal_and_the_direct_way() -> None:
    lines = table([Figure("tokens", 16_999, "/s", direct=20_000, least=17_000), Figure("RSS", 130)])
    head, missed, known = (line.split() for line in lines.splitlines())

    assert head == ["what", "measured", "direct", "goal", "reached"]
    assert missed == ["tokens", "16,999", "/s", "20,000", "≥", "17,000", "NO"]
    assert known == ["RSS", "130"]


def test_numbers_have_as_many_digits_as_tell_something() -> None:
    assert [number(each) for each in (0.123, 12.34, 123.4, 12_345.6, 5)] == [
        *("0.12", "12.3", "123", "12,346", "5"),
    ]


def test_growth_leaves_out_the_warming_up_and_single_peaks() -> None:
    warming, warm, between, last = [10.0, 50.0] * 5, [100.0] * 10, [300.0] * 30, [105.0] * 9

    assert growth([*warming, *warm, *between, *last, 900.0]) == (100, 105)
