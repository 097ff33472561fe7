"""Dates of which only the month or the year may be known."""

from datetime import date

import pytest

from tracker.directory.dates import DatePrecision, PartialDate


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2002", date(2002, 1, 1), date(2002, 12, 31), DatePrecision.YEAR),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), DatePrecision.MONTH),
        ("2004-05-18", date(2004, 5, 18), date(2004, 5, 18), DatePrecision.DAY),
    ],
)
def test_reads_as_much_as_is_written(text: str, first: date, last: date, precision: DatePrecision) -> None:
    value = PartialDate.parse(text)
    assert (value.first, value.last, value.precision) == (first, last, precision)
    assert str(value) == text


@pytest.mark.parametrize("text", ["", "02", "2002-13", "2002-02-30", "18.05.2004", "2002-5", "٢٠٠٢", "0000"])
def test_refuses_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        PartialDate.parse(text)


def test_order_is_certain_only_at_the_coarser_precision() -> None:
    year, june, july = (PartialDate.parse(text) for text in ("2011", "2011-06", "2011-07-01"))
    assert june.certainly_before(july)
    assert not june.certainly_before(year)
    assert not year.certainly_before(june)


def test_an_unknown_date_has_no_value() -> None:
    assert PartialDate.of(None, DatePrecision.DAY) is None
