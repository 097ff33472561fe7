"""Who is bound on a date: yes, no, or not known."""

from datetime import date

import pytest

from tests import factories
from tests.tracker.directory import rows
from tracker.directory.dates import DatePrecision
from tracker.directory.models import Capacity
from tracker.directory.queries import Answer, in_force_on, memberships_of, parties_on, side_of, signatories_on

pytestmark = pytest.mark.django_db


def in_force(code: str, on: date) -> Answer:
    return in_force_on(factories.jurisdiction(code), "treaty", on)


def test_a_party_counts_from_the_day_of_its_deposit_and_is_bound_from_the_entry_into_force() -> None:
    rows.register()
    rows.status("EE", deposited_on=date(2003, 5, 12), in_force_on=date(2004, 7, 1))
    assert parties_on("treaty", date(2003, 5, 11)).count == 0
    assert parties_on("treaty", date(2003, 5, 12)).count == 1
    assert in_force("EE", date(2004, 6, 30)) == Answer.NO
    assert in_force("EE", date(2004, 7, 1)) == Answer.YES


def test_a_bound_only_says_by_when() -> None:
    rows.status("RO", deposited_by=date(2024, 10, 9), in_force_by=date(2024, 10, 9))
    before, then = parties_on("treaty", date(2015, 1, 1)), parties_on("treaty", date(2024, 10, 9))
    assert (before.count, before.is_exact) == (0, False)
    assert [jurisdiction.code for jurisdiction in before.possible] == ["RO"]
    assert (then.count, then.is_exact) == (1, True)
    assert in_force("RO", date(2015, 1, 1)) == Answer.UNKNOWN
    assert in_force("RO", date(2024, 10, 9)) == Answer.YES


def test_a_year_is_certain_only_when_it_is_over() -> None:
    rows.status("VN", deposited_on=date(2011, 1, 1), deposited_precision=DatePrecision.YEAR)
    assert parties_on("treaty", date(2010, 12, 31)).is_exact
    assert not parties_on("treaty", date(2011, 6, 1)).is_exact
    assert parties_on("treaty", date(2011, 12, 31)).count == 1


def test_an_extension_binds_a_territory_but_counts_as_no_party() -> None:
    rows.status("CW", capacity=Capacity.EXTENSION, in_force_on=date(2024, 10, 1))
    assert parties_on("treaty", date(2025, 1, 1)).count == 0
    assert in_force("CW", date(2024, 10, 1)) == Answer.YES


def test_who_has_left_is_no_party_and_not_bound() -> None:
    rows.status("GB", deposited_on=date(2000, 1, 1), in_force_on=date(2001, 1, 1), left_on=date(2010, 6, 1))
    assert parties_on("treaty", date(2010, 5, 31)).count == 1
    assert parties_on("treaty", date(2010, 6, 1)).count == 0
    assert in_force("GB", date(2010, 5, 31)) == Answer.YES
    assert in_force("GB", date(2010, 6, 1)) == Answer.NO


def test_while_the_day_of_leaving_is_only_bounded_nothing_is_known() -> None:
    rows.status("GB", in_force_by=date(2001, 1, 1), left_by=date(2010, 6, 1))
    assert in_force("GB", date(2005, 1, 1)) == Answer.UNKNOWN
    assert in_force("GB", date(2010, 6, 1)) == Answer.NO


def test_silence_means_no_only_while_the_list_is_complete() -> None:
    assert in_force("CN", date(2024, 10, 9)) == Answer.UNKNOWN
    rows.register(complete_on=date(2024, 10, 9))
    assert in_force("CN", date(2024, 10, 9)) == Answer.NO
    assert in_force("CN", date(2024, 10, 10)) == Answer.UNKNOWN


def test_a_signature_alone_binds_nobody_as_of_its_source() -> None:
    rows.status("IE", signed_on=date(2002, 2, 28), as_of=date(2024, 10, 9))
    assert signatories_on("treaty", date(2002, 2, 28)) == (factories.jurisdiction("IE"),)
    assert in_force("IE", date(2024, 10, 9)) == Answer.NO
    assert in_force("IE", date(2024, 10, 10)) == Answer.UNKNOWN


def test_nobody_is_bound_before_the_instrument_is_in_force_itself() -> None:
    rows.register(in_force_on=date(2026, 8, 18))
    rows.status("FR", in_force_by=date(2026, 8, 18))
    assert in_force("FR", date(2026, 8, 17)) == Answer.NO
    assert in_force("FR", date(2026, 8, 18)) == Answer.YES


def test_a_deposit_is_no_use_while_the_instrument_is_known_not_to_be_in_force() -> None:
    rows.register(not_in_force_on=date(2026, 9, 5))
    rows.status("RS", deposited_on=date(2023, 2, 9))
    assert in_force("RS", date(2026, 9, 5)) == Answer.NO
    assert in_force("RS", date(2026, 9, 6)) == Answer.UNKNOWN


def test_the_rule_of_the_instrument_dates_the_force_of_a_deposit() -> None:
    rows.register(months_to_force=3)
    rows.status("SL", deposited_on=date(2024, 4, 19))
    rows.status("RO", deposited_by=date(2024, 10, 9))
    assert in_force("SL", date(2024, 4, 18)) == Answer.NO
    assert in_force("SL", date(2024, 7, 31)) == Answer.NO
    assert in_force("SL", date(2024, 8, 1)) == Answer.YES
    assert in_force("RO", date(2024, 8, 1)) == Answer.UNKNOWN
    assert in_force("RO", date(2025, 2, 1)) == Answer.YES


def test_a_jurisdiction_lists_its_instruments_by_name() -> None:
    rows.register("b", name="A treaty")
    rows.register("a", name="Z treaty")
    for instrument in ("a", "b", "without-register"):
        rows.status("EE", instrument, in_force_on=date(2004, 7, 1))
    found = memberships_of(factories.jurisdiction("EE"), date(2005, 1, 1))
    assert [binding.status.instrument for binding in found] == ["b", "a", "without-register"]
    assert {binding.in_force for binding in found} == {Answer.YES}


def test_the_routing_is_told_yes_and_no_and_nothing_of_the_unknown() -> None:
    rows.register("complete", complete_on=date(2024, 10, 9))
    rows.register("open")
    rows.status("EE", in_force_on=date(2004, 7, 1))
    side = side_of(factories.jurisdiction("EE"), date(2024, 10, 9))
    assert (side.code, dict(side.bound)) == ("EE", {"treaty": True, "complete": False})
