"""The dates of the domain notes, section 2.3, each computed by the rule that ships."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from tests.workflows.story import Story, on
from workflows.calendars import Calendar, Roll
from workflows.deadlines import DeadlineRule, Places, due_on
from workflows.instruments import budapest, e_evidence, eio, second_protocol, un_cybercrime, us_2703f
from workflows.occurrence import Occurred, Precision
from workflows.vocabulary import DeadlineKind

EASTER_2024 = Places(
    them=Calendar(holidays={date(2024, 3, 29): "Good Friday", date(2024, 4, 1): "Easter Monday"})
)
PLAIN = Places()


@pytest.mark.parametrize(
    ("rule", "start", "raw", "rolled"),
    [
        (budapest.PRESERVATION, "2023-01-01", "2023-03-02", None),
        (budapest.PRESERVATION, "2024-01-01", "2024-03-01", None),
        (budapest.PRESERVATION, "2026-01-15", "2026-03-16", None),
        (un_cybercrime.PRESERVATION, "2026-01-15", "2026-03-16", None),
        (eio.ACKNOWLEDGE, "2024-03-01", "2024-03-08", "2024-03-08"),
        (eio.DECIDE, "2024-03-01", "2024-03-31", "2024-04-02"),
        (eio.EXECUTE, "2024-03-31", "2024-06-29", "2024-07-01"),
        (e_evidence.PRODUCE, "2026-08-20", "2026-08-30", "2026-08-31"),
        (e_evidence.PRESERVE, "2026-08-20", "2026-10-19", None),
        (us_2703f.PRESERVATION, "2024-01-01", "2024-03-31", None),
        (second_protocol.DISCLOSED_BY_PROVIDER, "2026-09-01", "2026-10-01", None),
        (second_protocol.SERVED_BY_PARTY, "2026-09-01", "2026-10-16", None),
        (second_protocol.SUBSCRIBER_RETURNED, "2026-10-16", "2026-11-05", None),
        (second_protocol.TRAFFIC_RETURNED, "2026-10-16", "2026-11-30", None),
    ],
)
def test_the_rule_gives_the_date_of_the_vector(
    rule: DeadlineRule, start: str, raw: str, rolled: str | None
) -> None:
    unrolled = replace(rule, roll=Roll.NONE)
    assert due_on(unrolled, on(start), kind=rule.kind, places=EASTER_2024).due_on == date.fromisoformat(raw)
    assert (rule.roll is Roll.EU1182) == (rolled is not None)
    due = due_on(rule, on(start), kind=rule.kind, places=EASTER_2024)
    assert due.due_on == date.fromisoformat(rolled or raw)
    assert rule.citation.article in str(due.explanation[0])


@pytest.mark.parametrize(
    ("kind", "minute"), [(DeadlineKind.OBLIGATION, (6, 30)), (DeadlineKind.REPLY, (7, 0))]
)
def test_eight_hours_end_earlier_for_whoever_must_act(kind: DeadlineKind, minute: tuple[int, int]) -> None:
    start = Occurred(on=date(2026, 8, 21), at=time(22, 30), precision=Precision.MOMENT)
    due = due_on(e_evidence.EMERGENCY, start, kind=kind, places=PLAIN)
    assert due.due_from == due.late_from == datetime(2026, 8, 22, *minute, tzinfo=UTC)


def _preserved(instrument: str) -> Story:
    story = Story.of("direct_provider", instrument).sent("PRES", day="2024-01-01")
    story.record("serve", "2024-01-01", stop="provider")
    return story


def test_a_renewal_under_2703f_runs_from_the_end_of_the_first_ninety_days() -> None:
    story = _preserved("us_2703f")
    assert story.deadline("us_2703f.f_2", "PRES").due.due_on == date(2024, 3, 31)
    story.record("confirm_preservation", "2024-01-02", items=("PRES",))
    story.record("renew_preservation", "2024-03-20")
    assert story.deadline("us_2703f.f_2", "PRES").due.due_on == date(2024, 6, 29)


def test_an_extended_preservation_order_gains_thirty_days() -> None:
    story = Story.of("direct_provider", "e_evidence").sent("PRES", day="2026-08-20")
    story.record("serve", "2026-08-20", stop="provider")
    story.record("confirm_preservation", "2026-08-21", items=("PRES",))
    story.record("renew_preservation", "2026-10-01")
    assert story.deadline("e_evidence.11_1", "PRES").due.due_on == date(2026, 11, 18)


def test_a_renewal_after_the_loss_is_counted_from_its_own_day() -> None:
    story = _preserved("us_2703f")
    story.record("confirm_preservation", "2024-01-02", items=("PRES",))
    story.record("renew_preservation", "2024-05-01")
    assert story.deadline("us_2703f.f_2", "PRES").due.due_on == date(2024, 7, 30)
