"""Several people who mark the same letters as sent at the same moment."""

from __future__ import annotations

import datetime as dt
from itertools import cycle

import pytest
from django.db import connection

from tests import factories
from tests.threads import at_once
from tracker.casework.models import Event
from tracker.casework.viewer import Viewer
from tracker.enquiries import services
from tracker.enquiries.models import EnquiryLine
from workflows.vocabulary import EventKind, Role, Transmission

APRIL = dt.date(2026, 4, 3)
NOON = factories.moment(APRIL, 12)
LETTERS = 6


@pytest.mark.django_db(transaction=True)
def test_each_letter_is_recorded_once_and_everybody_else_hears_that_it_was() -> None:
    office = factories.office("BEJ")
    people = [factories.user(name, role=Role.OFFICER, office=office) for name in ("Ann", "Ben")]
    head = factories.user("Sue", role=Role.SUPERVISOR, office=office)
    rows = [factories.sent(officer=people[0], supervisor=head, office=office) for _ in range(LETTERS)]
    run = services.ask(Viewer(user=people[0], at=NOON), [row.uuid for row in rows])
    services.write_waiting(at=NOON)
    seen = {row.pk: row.version for row in rows}
    turns, answers = cycle(people), list[services.Marked]()

    def mark() -> int:
        lines = EnquiryLine.objects.filter(run=run).select_related("request__office")
        sendings = [services.Sending(line=line, seen_version=seen[line.request_id]) for line in lines]
        mode = Transmission.DIPLOMATIC_BAG
        answers.append(services.mark_sent(run, sendings, sent_on=APRIL, mode=mode, by=next(turns), at=NOON))
        return len(answers[-1].recorded)

    at_once(mark)
    events = Event.objects.filter(kind=EventKind.STATUS_ENQUIRY_SENT)
    assert set(events.values_list("request", flat=True)) == set(seen)
    assert events.count() == LETTERS
    for answer in answers:
        assert answer.refused == ()
        assert len(answer.recorded) + len(answer.recorded_before) == LETTERS
    if connection.vendor == "postgresql":
        assert sum(len(answer.recorded) for answer in answers) == LETTERS
