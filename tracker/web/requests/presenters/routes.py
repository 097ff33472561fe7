"""The route line of a request: the hops that were travelled, then the stops that are still ahead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.casework.case import Case
from tracker.casework.models import AssistanceRequest, Document
from tracker.casework.standing import days_late, holder_words, standing, time_left_words
from tracker.web.route import Route, RouteStop, StopStatus
from tracker.words import short_day
from workflows.engine import Hop, Stop
from workflows.occurrence import Occurred
from workflows.vocabulary import DeadlineKind, Tone

LONGEST_LINE = 12
"""More stops than these do not stand side by side on a wide page."""

_NOTEWORTHY = frozenset({Tone.OVERDUE, Tone.DUE_SOON})


def routes_of(case: Case, documents: Sequence[Document]) -> tuple[Route, ...]:
    """The line of the request; a long one in two, out to whoever must act and back."""
    stops = tuple(_stops(case, documents))
    tone = standing(case.row, case.viewer.at).tone.value
    parts = _parted(stops) if len(stops) > LONGEST_LINE else [stops]
    words = _description(case)
    return tuple(
        Route(stops=part, tone=tone, description=words if not index else "", places=len(parts[0]))
        for index, part in enumerate(parts)
    )


def _parted(stops: tuple[RouteStop, ...]) -> list[tuple[RouteStop, ...]]:
    """In lines as even as they come, none longer than fits."""
    lines = -(-len(stops) // LONGEST_LINE)
    length = -(-len(stops) // lines)
    return [stops[start : start + length] for start in range(0, len(stops), length)]


def _stops(case: Case, documents: Sequence[Document]) -> Iterator[RouteStop]:
    route, hops = case.procedure.route, case.snapshot.hops
    places = {stop.key: index for index, stop in enumerate(route)}
    counts = _documents_by_hop(hops, documents)
    position = -1
    for index, hop in enumerate(hops):
        place = places.get(hop.holder.stop or "")
        if place is not None:
            yield from _between(case, position, place, started=index > 0)
            position = place
        yield _visited(case, hop, documents=counts[index])
    if not case.snapshot.is_final:
        yield from (_named(case, stop, StopStatus.AHEAD) for stop in route[position + 1 :])


def _between(case: Case, before: int, place: int, *, started: bool) -> Iterator[RouteStop]:
    """The stops between two entries of the log.

    On the way out an optional stop was passed over; any other was travelled, only nobody noted when. An answer takes
    its way back through hands that nobody tells us of: what is not recorded there is not drawn.
    """
    route = case.procedure.route
    for index in range(before + 1, min(place, route.index(case.procedure.addressee) + 1)):
        passed_over = started and route[index].optional
        yield _named(case, route[index], StopStatus.SKIPPED if passed_over else StopStatus.PASSED)


def _named(case: Case, stop: Stop, status: StopStatus) -> RouteStop:
    return RouteStop(label=holder_words(case.row, stop, None), party=stop.party, status=status)


def _visited(case: Case, hop: Hop, *, documents: int) -> RouteStop:
    here = hop.until is None and not case.snapshot.is_final
    ended = hop.until.on if hop.until else case.row.closed_on or case.today
    return RouteStop(
        label=case.holder_name(hop.holder),
        party=hop.holder.party,
        status=StopStatus.HERE if here else StopStatus.PASSED,
        days=max((ended - hop.holder.since.on).days, 0) if hop.until or here else None,
        since=short_day(hop.holder.since.on, today=case.today),
        note=clock_note(case.row, case) if here else "",
        documents=documents,
    )


def _documents_by_hop(hops: Sequence[Hop], documents: Sequence[Document]) -> list[int]:
    counts = [0] * len(hops)
    for document in documents:
        if document.event is not None:
            counts[_hop_at(hops, document.event.occurred)] += 1
    return counts


def _hop_at(hops: Sequence[Hop], occurred: Occurred) -> int:
    reached = [index for index, hop in enumerate(hops) if not occurred.precedes(hop.holder.since)]
    return reached[-1] if reached else 0


def clock_note(row: AssistanceRequest, case: Case) -> str:
    """The clock of the present holder against the next date, in a few words."""
    if row.due_on is None:
        return ""
    now = standing(row, case.viewer.at)
    if row.due_kind != DeadlineKind.EXPECTATION:
        if now.tone in _NOTEWORTHY:
            return now.words
        return time_left_words(row.due_kind, row.due_on, today=case.today)
    return _against_custom(row, (row.due_on - case.today).days, case)


def _against_custom(row: AssistanceRequest, ahead: int, case: Case) -> str:
    """Late by the same count as the words at the head of the page."""
    if row.late_from is None or row.late_from > case.viewer.at:
        days = max(ahead, 0)
        return ngettext("expected in %(days)d day", "expected in %(days)d days", days) % {"days": days}
    days = days_late(row.late_from, case.viewer.at)
    if not days:
        return _("past the expectation since today")
    return ngettext("%(days)d day past the expectation", "%(days)d days past the expectation", days) % {
        "days": days
    }


def _description(case: Case) -> str:
    holder = case.snapshot.holder
    return _("%(reference)s is with %(holder)s since %(date)s.") % {
        "reference": case.row.reference,
        "holder": case.holder_name(holder),
        "date": short_day(holder.since.on, today=case.today),
    }
