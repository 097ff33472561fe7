"""The statistics on a published example, and each of them on each awkward sample beside an independent computation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import sqrt

import pytest
from scipy import stats

from tests.tracker.reports.by_hand import Z, aalen_johansen, kaplan_meier, newcombe
from tests.tracker.reports.by_hand import wilson as by_score
from tracker.reports.comparing import Group, compare
from tracker.reports.incidence import Curve, curves
from tracker.reports.statistics import (
    difference,
    km_median,
    median,
    stratified_difference,
    wilson,
)

Lives = Sequence[tuple[int, str]]
CAUSES = ("reached", "instead", "ended")

# Freireich and others 1963, weeks of remission, as every textbook of survival prints them: with the drug (+ censored),
# and with the placebo.
DRUG = [(6, 3), (7, 1), (10, 1), (13, 1), (16, 1), (22, 1), (23, 1)]
DRUG_CENSORED = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
SURVIVAL = {
    6: (0.857, 0.0764), 7: (0.807, 0.0869), 10: (0.753, 0.0963), 13: (0.690, 0.1068), 16: (0.627, 0.1141),
    22: (0.538, 0.1282), 23: (0.448, 0.1346),
}  # fmt: skip
"""Of the drug: what is left, and its standard error by Greenwood."""


def test_remissions_of_a_textbook() -> None:
    (curve,) = curves([dict(DRUG)], Counter(DRUG_CENSORED))
    for week, (left, error) in SURVIVAL.items():
        found = curve.at(week)
        assert found is not None
        assert 1 - found.value == pytest.approx(left, abs=6e-4)
        place = list(curve.days).index(week)
        assert sqrt(curve.variance[place]) == pytest.approx(error, abs=6e-5)
    assert curve.median().day == km_median(dict(DRUG), Counter(DRUG_CENSORED)) == 23
    assert km_median(Counter(PLACEBO), {}) == median(Counter(PLACEBO)) == 8


def test_both_groups_of_the_textbook_differ_as_it_says() -> None:
    """The log-rank statistic is printed as 16.79."""
    drug = Group(happened=dict(DRUG), without=Counter(DRUG_CENSORED))
    found = compare([drug, Group(happened=Counter(PLACEBO), without={})])
    assert found is not None
    assert (round(found.statistic, 2), found.freedom) == (16.79, 1)
    assert found.chance == pytest.approx(4.17e-5, rel=0.01)


SAMPLES: Mapping[str, Lives] = {
    "nothing": [],
    "all open": [(4, "open"), (9, "open"), (9, "open")],
    "all answered": [(4, "reached"), (9, "reached"), (30, "reached")],
    "all refused": [(4, "instead"), (9, "instead")],
    "ties": [(3, "reached"), (3, "instead"), (3, "ended"), (3, "open"), (3, "reached")],
    "zero-day answers": [(0, "reached"), (0, "reached"), (0, "open"), (7, "reached")],
    "n = 1, answered": [(7, "reached")],
    "n = 1, open": [(7, "open")],
    "a reopened one waits since its sending": [(400, "open"), (12, "reached"), (1, "instead")],
    "over a leap day": [(366, "reached"), (365, "reached"), (366, "open"), (365, "ended")],
    "one moved by a correction": [(5, "reached"), (6, "reached"), (6, "open"), (1000, "reached")],
}
EACH = pytest.mark.parametrize("lives", SAMPLES.values(), ids=SAMPLES)


def counted(lives: Lives, how: str) -> Counter[int]:
    return Counter(day for day, one in lives if one == how)


def estimated(lives: Lives) -> tuple[Curve, ...]:
    return curves([counted(lives, cause) for cause in CAUSES], counted(lives, "open"))


@EACH
def test_competing_causes_and_their_median(lives: Lives) -> None:
    reached, instead, ended = estimated(lives)
    assert reached.median().day == aalen_johansen(lives)
    for day in sorted({day for day, _how in lives}):
        found = [curve.at(day) for curve in (reached, instead, ended)]
        assert all(found)
        total = sum(one.value for one in found if one) + reached.still_waiting(day)
        assert total == pytest.approx(1)
        assert all(0 <= one.interval.low <= one.value <= one.interval.high <= 1 for one in found if one)
    assert km_median(counted(lives, "reached"), counted(lives, "open")) == kaplan_meier(
        [(day, how == "reached") for day, how in lives if how in ("reached", "open")]
    )


@EACH
def test_the_medians_interval_holds_it_and_is_where_the_bands_cross(lives: Lives) -> None:
    reached = estimated(lives)[0]
    found = reached.median()
    for line, end in ((found.low, "high"), (found.high, "low")):
        there = [
            day for day in sorted({day for day, _how in lives}) if _limit(reached, day, end) >= 0.5 - 1e-9
        ]
        assert line == (there[0] if there else None)
    if found.day is not None:
        assert found.low is not None
        assert found.low <= found.day
        assert found.high is None or found.day <= found.high


def _limit(curve: Curve, day: int, end: str) -> float:
    found = curve.at(day)
    assert found is not None
    return float(getattr(found.interval, end))


@EACH
@pytest.mark.parametrize("other", SAMPLES.values(), ids=SAMPLES)
def test_two_samples_by_the_log_rank_of_scipy(lives: Lives, other: Lives) -> None:
    """Of Gray's test each who came to something else stays at risk: to SciPy they are censored at the end."""
    samples = [[(day, how == "reached") for day, how in one] for one in (lives, other)]
    found = compare([Group(happened=_came(one), without=_came(one, "")) for one in samples])
    if found is None or not any(came for one in samples for _day, came in one):
        return
    first, second = (
        stats.CensoredData.right_censored([day for day, _came in one], [not came for _day, came in one])
        for one in samples
    )
    expected = stats.logrank(first, second)
    assert found.statistic == pytest.approx(expected.statistic**2, abs=1e-9)
    assert found.chance == pytest.approx(expected.pvalue, abs=1e-9)


def _came(sample: Sequence[tuple[int, bool]], how: str = "yes") -> Counter[int]:
    return Counter(day for day, came in sample if came is bool(how))


@pytest.mark.parametrize("of", [1, 2, 5, 90])
def test_intervals_of_none_of_all_and_of_one(of: int) -> None:
    for hits in {0, 1, of}:
        found = wilson(hits, of)
        assert (found.low, found.high) == pytest.approx(by_score(hits, of), abs=1e-9)
        assert found.low <= hits / of <= found.high
        for others in (0, of):
            between = difference(hits, of, others, of)
            assert (between.low, between.high) == pytest.approx(
                newcombe((hits, of), (others, of))[1:], abs=1e-9
            )


STRATA = {
    "all answered": [((5, 5), (3, 3)), ((1, 1), (2, 2))],
    "all open": [((0, 5), (0, 3)), ((0, 1), (0, 2))],
    "n = 1 each": [((1, 1), (0, 1))],
    "opposed": [((0, 9), (9, 9)), ((9, 9), (0, 9))],
    "one side only": [((3, 7), (0, 0)), ((2, 4), (1, 8))],
    "many and few": [((500, 1000), (1, 2)), ((1, 2), (500, 1000))],
}


@pytest.mark.parametrize("strata", STRATA.values(), ids=STRATA)
def test_within_strata_by_hand(strata: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Weights of Mantel and Haenszel as they wrote them: the sums of both products over the strata's sizes."""
    both = [(first, second) for first, second in strata if first[1] and second[1]]
    sizes = [first[1] + second[1] for first, second in both]
    over = sum(
        (first[0] * second[1] - second[0] * first[1]) / size
        for (first, second), size in zip(both, sizes, strict=True)
    )
    under = sum(first[1] * second[1] / size for (first, second), size in zip(both, sizes, strict=True))
    found = stratified_difference(strata)
    assert found is not None
    assert found.value == pytest.approx(over / under)
    assert -1 <= found.between.low <= found.value <= found.between.high <= 1
    assert (found.first, found.second) == (
        sum(one[1] for one, _two in both),
        sum(two[1] for _one, two in both),
    )


def test_the_quantile_is_that_of_the_normal_distribution() -> None:
    assert pytest.approx(stats.norm.ppf(0.975)) == Z
