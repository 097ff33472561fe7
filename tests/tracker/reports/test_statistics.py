"""Intervals and medians against SciPy and against figures worked out by hand."""

from __future__ import annotations

from collections import Counter
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tracker.reports.statistics import difference, km_median, median, stratified_difference, wilson

DAYS = st.lists(st.integers(min_value=0, max_value=40), max_size=30)


@pytest.mark.parametrize(
    ("hits", "of"), [(0, 1), (1, 1), (2, 10), (0, 10), (10, 10), (34, 90), (999_999, 1_000_000)]
)
def test_wilson_agrees_with_scipy(hits: int, of: int) -> None:
    expected = stats.binomtest(hits, of).proportion_ci(method="wilson")
    found = wilson(hits, of)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-12)


@given(of=st.integers(min_value=1, max_value=5_000))
def test_wilson_ends_at_none_and_at_all_whatever_rounding_says(of: int) -> None:
    assert (wilson(0, of).low, wilson(of, of).high) == (0.0, 1.0)


def test_wilson_of_the_ten_letters() -> None:
    found = wilson(2, 10)
    assert (round(found.low, 3), round(found.high, 3)) == (0.057, 0.510)


def test_wilson_knows_nothing_of_an_empty_sample_and_refuses_what_is_no_share() -> None:
    assert (wilson(0, 0).low, wilson(0, 0).high) == (0, 1)
    with pytest.raises(ValueError, match="11 of 10"):
        wilson(11, 10)


# answered after days, waiting since days, median by Kaplan-Meier, median of the answered: worked out by hand
BY_HAND = {
    "nothing": ([], [], None, None),
    "all open": ([], [3, 9, 30], None, None),
    "all answered, odd": ([4, 2, 9], [], 4, 4),
    # The curve stands at exactly one half after day 2: reached.
    "all answered, even": ([2, 4], [], 2, 3),
    "one, answered": ([7], [], 7, 7),
    "one, open": ([], [7], None, None),
    "answered on the day of sending": ([0, 0, 5], [], 0, 0),
    "ties": ([3, 3, 3, 8], [3], 3, 3),
    # At risk on day 3 are all four, the one censored that day among them: 3/4, then 3/4 * 1/2 on day 8.
    "censored on the day of an answer": ([3, 8], [3, 9], 8, 5.5),
    "two of ten, the others long open": ([120, 300], [400] * 8, None, 210),
    # Half answered, exactly: (9/10)(8/9)(7/8)(6/7)(5/6) = 1/2 in spite of rounding.
    "five of ten": ([1, 2, 3, 4, 5], [100] * 5, 5, 3),
    # Fewer than half were answered, yet the young ones say nothing about the later days.
    "most sent yesterday": ([10, 20], [1] * 8, 10, 15),
    "one open among the answers": ([10, 20, 30], [25], 20, 20),
}


@pytest.mark.parametrize(("answered", "waiting", "reached", "middle"), BY_HAND.values(), ids=BY_HAND)
def test_medians_by_hand(
    answered: list[int], waiting: list[int], reached: int | None, middle: float | None
) -> None:
    assert km_median(Counter(answered), Counter(waiting)) == reached
    assert median(Counter(answered)) == middle


@settings(max_examples=200, deadline=None)
@given(answered=DAYS.filter(bool), waiting=DAYS)
def test_the_curve_agrees_with_scipy(answered: list[int], waiting: list[int]) -> None:
    sample = stats.CensoredData(
        uncensored=np.array(answered, dtype=float), right=np.array(waiting, dtype=float)
    )
    curve = stats.ecdf(sample).sf
    below = [
        float(day)
        for day, left in zip(curve.quantiles, curve.probabilities, strict=True)
        if left <= 0.5 + 1e-9
    ]
    assert km_median(Counter(answered), Counter(waiting)) == (below[0] if below else None)
    assert median(Counter(answered)) == float(np.median(answered))


# Newcombe 1998, Interval estimation for the difference between independent proportions, table II, method 10.
PUBLISHED = [
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (10, 10, 0, 10, 0.6075, 1.0),
]


@pytest.mark.parametrize(("hits", "of", "other_hits", "other_of", "low", "high"), PUBLISHED)
def test_the_difference_of_two_shares_is_the_published_one(
    hits: int, of: int, other_hits: int, other_of: int, low: float, high: float
) -> None:
    found = difference(hits, of, other_hits, other_of)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_one_stratum_is_the_plain_difference() -> None:
    found = stratified_difference([((56, 70), (48, 80))])
    plain = difference(56, 70, 48, 80)
    assert found
    assert (found.first, found.second) == (70, 80)
    assert [found.value, found.between.low, found.between.high] == pytest.approx([0.2, plain.low, plain.high])


def test_strata_take_the_mix_away_and_one_sided_ones_count_nothing() -> None:
    """Within each type both answer alike; the mix alone makes one look better."""
    easy, hard = ((90, 100), (9, 10)), ((1, 10), (10, 100))
    alone = ((0, 500), (0, 0))
    found = stratified_difference([easy, hard, alone])
    assert found
    assert found.value == pytest.approx(0.0)
    assert (found.first, found.second) == (110, 110)
    assert found.between.low < 0 < found.between.high
    assert stratified_difference([alone]) is None
    assert stratified_difference([]) is None


def test_the_weights_are_those_of_mantel_and_haenszel() -> None:
    found = stratified_difference([((8, 10), (10, 30)), ((5, 20), (1, 20))])
    weights = (10 * 30 / 40, 20 * 20 / 40)
    value = (weights[0] * (0.8 - 1 / 3) + weights[1] * 0.2) / sum(weights)
    limits = difference(8, 10, 10, 30), difference(5, 20, 1, 20)
    below = sqrt(
        (weights[0] * (0.8 - 1 / 3 - limits[0].low) / sum(weights)) ** 2
        + (weights[1] * (0.2 - limits[1].low) / sum(weights)) ** 2
    )
    assert found
    assert found.value == pytest.approx(value)
    above = sqrt(
        (weights[0] * (limits[0].high - 0.8 + 1 / 3) / sum(weights)) ** 2
        + (weights[1] * (limits[1].high - 0.2) / sum(weights)) ** 2
    )
    assert [found.between.low, found.between.high] == pytest.approx([value - below, value + above])
