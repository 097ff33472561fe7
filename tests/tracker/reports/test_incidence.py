"""Competing causes against a naive computation, row by row, against SciPy, and against figures worked out by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tracker.reports.comparing import Group, chi_squared_above, compare
from tracker.reports.incidence import Curve, Z, after, curves, mean, merged, percentile
from tracker.reports.statistics import km_median, wilson

Life = tuple[int, int]
"""Days, and what ended the waiting: 1, 2, 3; 0 is still open."""
LIVES = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 3)), min_size=1, max_size=40)


def counted(lives: Sequence[Life], cause: int) -> Counter[int]:
    return Counter(days for days, ended in lives if ended == cause)


def estimated(lives: Sequence[Life]) -> tuple[Curve, ...]:
    return curves([counted(lives, cause) for cause in (1, 2, 3)], counted(lives, 0))


def value(curve: Curve, day: int) -> float:
    found = curve.at(day)
    assert found is not None
    return found.value


def naive(lives: Sequence[Life], cause: int, day: int) -> tuple[float, float]:
    """Share and variance as the papers write them, one request at a time."""
    steps, waits, share = [], 1.0, 0.0
    for moment in sorted({days for days, ended in lives if ended and days <= day}):
        at_risk = sum(days >= moment for days, _ended in lives)
        gone = sum(days == moment and ended > 0 for days, ended in lives)
        own = sum(days == moment and ended == cause for days, ended in lives)
        share += waits * own / at_risk
        steps.append((at_risk, gone, own, waits, share))
        waits *= 1 - gone / at_risk
    variance = 0.0
    for n, d, own, before, then in steps:
        if n > d:
            variance += (share - then) ** 2 * d / (n * (n - d))
        variance += before**2 * (n - own) * own / n**3 - 2 * (share - then) * before * own / n**2
    return share, variance


@given(lives=LIVES)
@settings(max_examples=300, deadline=None)
def test_shares_and_variances_are_those_of_the_naive_sum(lives: list[Life]) -> None:
    found = estimated(lives)
    for cause, curve in enumerate(found, start=1):
        for place, day in enumerate(curve.days):
            share, variance = naive(lives, cause, int(day))
            assert curve.share[place] == pytest.approx(share, abs=1e-12)
            assert curve.variance[place] == pytest.approx(max(variance, 0.0), abs=1e-12)
    together = sum(curve.share for curve in found) + found[0].waits
    assert together == pytest.approx(np.ones_like(together))


@given(lives=LIVES)
@settings(max_examples=200, deadline=None)
def test_with_one_cause_it_is_kaplan_and_meier(lives: list[Life]) -> None:
    days, answered = [life[0] for life in lives], [life[1] == 1 for life in lives]
    others = Counter(life[0] for life in lives if life[1] != 1)
    (curve,) = curves([counted(lives, 1)], others)
    expected = stats.ecdf(stats.CensoredData.right_censored(days, ~np.array(answered)))
    for day in range(14):
        found = curve.at(day)
        if found is not None:
            assert found.value == pytest.approx(1 - expected.sf.evaluate([day])[0], abs=1e-12)
    assert curve.median().day == km_median(counted(lives, 1), others)


@pytest.mark.parametrize("of", [1, 2, 7, 1000])
def test_without_the_open_it_is_a_share(of: int) -> None:
    lives = [(number, 1 + number % 2) for number in range(of)]
    answered, other, _none = estimated(lives)
    for day in (0, of // 2, of):
        hits = sum(days <= day and ended == 1 for days, ended in lives)
        found = answered.at(day)
        assert found is not None
        assert found.value == pytest.approx(hits / of)
        assert (found.interval.low, found.interval.high) == pytest.approx(_wilson(hits, of), abs=1e-12)
        place = min(day, of - 1)
        assert answered.variance[place] == pytest.approx(hits / of * (1 - hits / of) / of)
    assert other.is_known(10**6)


def _wilson(hits: int, of: int) -> tuple[float, float]:
    between = wilson(hits, of)
    return between.low, between.high


def test_the_interval_is_wilsons_of_as_many_as_its_variance_is_worth() -> None:
    lives = [(1, 1), (2, 2), (3, 1), (4, 0), (5, 1), (6, 0)]
    found = estimated(lives)[0].at(5)
    assert found is not None
    share, variance = naive(lives, 1, 5)
    worth = share * (1 - share) / variance
    # Wilson's limits are where the score test of a share just refuses it.
    for limit in (found.interval.low, found.interval.high):
        assert abs(share - limit) / sqrt(limit * (1 - limit) / worth) == pytest.approx(Z)


def test_those_who_were_not_observed_until_the_end_do_not_narrow_the_interval_of_all() -> None:
    """Fifteen open since the first day say nothing of the second, on which the last one was answered."""
    (curve, *_others) = estimated([*[(1, 0)] * 15, (2, 1)])
    found = curve.at(2)
    assert found is not None
    assert (found.value, found.interval) == (1.0, wilson(1, 1))
    # Two of three answered on day 1, of the others one open since then and one answered on day 3: worth 3, not 10.
    lives = [*[(0, 0)] * 6, (1, 1), (1, 1), (2, 0), (3, 1)]
    share, variance = naive(lives, 1, 2)
    last = estimated(lives)[0].at(3)
    assert last is not None
    worth = share * (1 - share) / variance
    assert last.interval.low == pytest.approx(worth / (worth + Z * Z))
    assert worth == pytest.approx(4)


# Five requests: answered on day 2, refused on day 3, open since 4, answered on day 5, ended on day 9.
# Answer: 1/5; then 3/5 wait at day 3, of the two at risk on day 5 one is answered: 1/5 + 3/5 * 1/2 = 1/2.
BY_HAND = [(2, 1), (3, 2), (4, 0), (5, 1), (9, 3)]


def test_worked_out_by_hand() -> None:
    answer, refusal, ending = estimated(BY_HAND)
    assert [value(answer, day) for day in (0, 1, 2, 4, 5, 9)] == pytest.approx([0, 0, 0.2, 0.2, 0.5, 0.5])
    assert (value(refusal, 3), value(ending, 8), value(ending, 9)) == pytest.approx((0.2, 0, 0.3))
    assert (answer.median().day, refusal.median().day) == (5, None)
    assert [answer.number_at_risk(day) for day in (0, 2, 3, 5, 9, 10)] == [5, 5, 4, 2, 1, 0]
    # Nobody waits after day 9, so what follows is known, too.
    assert value(answer, 1000) == pytest.approx(0.5)


def test_nothing_is_said_of_days_that_nobody_was_observed_for() -> None:
    answer, _refusal, _ending = estimated([(3, 1), (10, 0)])
    assert answer.at(10) is not None
    assert answer.at(11) is None


@pytest.mark.parametrize(("day", "at_risk"), [(1, 7), (4, 4), (7, 2), (30, 2)])
def test_where_nothing_has_come_yet_the_interval_is_that_of_as_many_as_still_waited(
    day: int, at_risk: int
) -> None:
    """Before the first day these are all, after the last those of the last."""
    nothing, _other = curves([{}, {3: 3, 6: 2, 9: 2}], {})
    found, expected = nothing.at(day), wilson(0, at_risk)
    assert found is not None
    assert (found.value, found.interval.low) == (0.0, 0.0)
    assert found.interval.high == pytest.approx(expected.high)


def test_all_open_and_nothing_at_all() -> None:
    answer, _refusal, _ending = estimated([(4, 0), (9, 0)])
    found = answer.at(9)
    assert found is not None
    assert found.value == 0
    assert (found.interval.low, found.interval.high) == pytest.approx(_wilson(0, 1))
    assert (answer.median().day, answer.at(30)) == (None, None)
    (nothing,) = curves([{}], {})
    assert (nothing.at(0), nothing.median().day, nothing.number_at_risk(0)) == (None, None, 0)


def test_one_alone_ties_and_answers_on_the_day() -> None:
    answer, _refusal, _ending = estimated([(0, 1)])
    found = answer.at(0)
    assert found is not None
    assert [found.value, found.interval.low] == pytest.approx([1.0, wilson(1, 1).low])
    tied, refused, _ending = estimated([(0, 1), (3, 1), (3, 2), (3, 0)])
    assert (value(tied, 0), value(tied, 3), value(refused, 3)) == pytest.approx((0.25, 0.5, 0.25))
    assert tied.median().day == 3


def test_the_medians_interval_is_where_its_limits_reach_one_half() -> None:
    lives = [(day, 1) for day in range(1, 41)]
    answer, _refusal, _ending = estimated(lives)
    found = answer.median()
    assert found.day == 20
    for day, limit in ((found.low, "high"), (found.high, "low")):
        assert day is not None
        there, before = answer.at(day), answer.at(day - 1)
        assert there is not None
        assert before is not None
        assert getattr(there.interval, limit) >= 0.5 > getattr(before.interval, limit)
    few, _refusal, _ending = estimated([(1, 1), (2, 1), (3, 0)])
    assert (few.median().day, few.median().high) == (2, None)


def test_what_is_ahead_counts_only_those_who_waited_so_long() -> None:
    happened = [after(3, counted(BY_HAND, cause)) for cause in (1, 2, 3)]
    ahead, _refusal, ending = curves(happened, after(3, counted(BY_HAND, 0)))
    assert (ahead.number_at_risk(0), value(ahead, 2), value(ending, 6)) == (3, 0.5, 0.5)


def test_means_and_percentiles() -> None:
    days = Counter([1, 2, 3, 4, 5, 6, 7, 8, 9, 100])
    assert (mean(days), percentile(days, 0.9)) == (14.5, 9)
    assert (mean({2: 3, 10: 1}), percentile({2: 9, 10: 1}, 0.9)) == (4.0, 2)
    assert (mean({}), percentile({}, 0.9), percentile({7: 1}, 0.9)) == (None, None, 7)
    assert merged([{1: 2}, {1: 1, 4: 5}]) == {1: 3, 4: 5}


GROUPED = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=30)


@given(first=GROUPED, second=GROUPED)
@settings(max_examples=200, deadline=None)
def test_the_test_is_scipys_log_rank_of_the_same_lives(
    first: list[tuple[int, bool]], second: list[tuple[int, bool]]
) -> None:
    found = compare([_group(first), _group(second)])
    if not any(happened for _days, happened in (*first, *second)) or found is None:
        assert found is None or found.statistic == 0
        return
    samples = [
        stats.CensoredData.right_censored([days for days, _one in lives], [not one for _days, one in lives])
        for lives in (first, second)
    ]
    expected = stats.logrank(samples[0], samples[1])
    assert found.statistic == pytest.approx(expected.statistic**2, abs=1e-9)
    assert found.chance == pytest.approx(expected.pvalue, abs=1e-9)


def _group(lives: list[tuple[int, bool]]) -> Group:
    return Group(
        happened=Counter(days for days, happened in lives if happened),
        without=Counter(days for days, happened in lives if not happened),
    )


def test_three_groups_of_a_textbook() -> None:
    """Three groups as independent pairs of sums: the statistic is the quadratic form of any two of them."""
    lives = [
        [(1, True), (4, True), (6, False)],
        [(2, True), (3, True), (9, True)],
        [(5, False), (7, True), (8, True)],
    ]
    groups = [_group(one) for one in lives]
    found = compare(groups)
    assert found is not None
    again = compare([groups[2], groups[0], groups[1]])
    assert again is not None
    assert found.freedom == again.freedom == 2
    assert [found.statistic, again.statistic] == pytest.approx([_by_pairs(lives)] * 2)


def _by_pairs(lives: list[list[tuple[int, bool]]]) -> float:
    surplus, spread = np.zeros(2), np.zeros((2, 2))
    for day in sorted({days for one in lives for days, happened in one if happened}):
        at_risk = np.array([sum(days >= day for days, _one in one) for one in lives], float)
        events = np.array([sum(days == day and ok for days, ok in one) for one in lives], float)
        n, d = at_risk.sum(), events.sum()
        surplus += (events - at_risk * d / n)[:2]
        factor = d * (n - d) / (n * n * (n - 1)) if n > 1 else 0.0
        spread += factor * (np.diag(at_risk[:2] * n) - np.outer(at_risk[:2], at_risk[:2]))
    return float(surplus @ np.linalg.inv(spread) @ surplus)


def test_a_million_against_a_million_does_not_overflow() -> None:
    lives = [
        (dict.fromkeys(range(250), 4000), {300: 10}),
        ({day: 4000 + (day < 125) for day in range(250)}, {300: 10}),
    ]
    found = compare([Group(happened=happened, without=without) for happened, without in lives])
    assert found is not None
    assert 0 < found.statistic < 10


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 7, 11, 40])
@pytest.mark.parametrize("statistic", [0.0, 0.3, 4.0, 25.0, 200.0])
def test_the_chance_of_a_statistic(freedom: int, statistic: float) -> None:
    assert chi_squared_above(statistic, freedom) == pytest.approx(stats.chi2.sf(statistic, freedom), rel=1e-9)


def test_the_test_sees_what_hazards_hide() -> None:
    """Both channels answer those who wait at the same pace; one ends half of its requests without an answer at once."""
    slow = Group(happened=dict.fromkeys(range(1, 51), 10), without={60: 500})
    ended = Group(happened=dict.fromkeys(range(1, 51), 5), without={60: 750})
    found = compare([slow, ended])
    assert found is not None
    assert found.chance < 0.001
