"""Many requests at once: each goes through the service of one, and each is told what became of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from tracker.accounts.models import User
from tracker.casework import services
from tracker.casework.case import Stamp
from tracker.casework.errors import Refused, overtaken
from tracker.casework.models import AssistanceRequest, Link
from tracker.casework.queries import LISTED
from tracker.casework.services.locking import locked_rows
from tracker.casework.services.recording import locked
from tracker.casework.viewer import Viewer
from tracker.enquiries.models import EnquiryRun
from tracker.enquiries.queries import due, next_due, why_not_due, with_letters
from tracker.enquiries.services import ask
from workflows.errors import WorkflowError
from workflows.following import ESCALATION
from workflows.messages import Message, message
from workflows.occurrence import Occurred
from workflows.vocabulary import Direction

MOST: Final = 100
"""So many requests at once: they are locked together, and somebody waits for the answer."""
UNSEEN: Final = message("There is no such request that you may see.")

Do = Callable[[AssistanceRequest, Stamp], AssistanceRequest | None]
"""What is done with one; the request that it made, if it makes any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A request, and the version of it that was read."""

    uuid: UUID
    seen_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one: done, unless there are reasons against it. ``row`` None for one that may not be seen."""

    uuid: UUID
    row: AssistanceRequest | None
    reasons: tuple[Message, ...] = ()
    made: AssistanceRequest | None = None

    @property
    def done(self) -> bool:
        return not self.reasons


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What became of each, in the order in which they were chosen; ``run`` is of the letters that were asked for."""

    outcomes: tuple[Outcome, ...]
    run: EnquiryRun | None = None


@transaction.atomic
def reassign_all(viewer: Viewer, chosen: Collection[Chosen], *, officer: User, note: str = "") -> Done:
    """Make ``officer`` responsible for each. What refuses one keeps no other from being done."""

    def do(row: AssistanceRequest, stamp: Stamp) -> None:
        if row.officer == officer:
            raise Refused(message("%(name)s is responsible already.", name=officer.name))
        services.reassign(row, officer, note=note, **stamp)

    return Done(outcomes=_each(viewer, chosen, _held(viewer, chosen), do))


@transaction.atomic
def escalate_all(viewer: Viewer, chosen: Collection[Chosen], *, channel: str) -> Done:
    """Draft for each a request that asks the same by ``channel``: facts copied, both linked, the officer kept.

    Of a day by which it was needed only what has not passed is copied: nobody asks for what was needed before.
    """

    def do(row: AssistanceRequest, stamp: Stamp) -> AssistanceRequest:
        return _escalated(viewer, row, stamp, channel)

    return Done(outcomes=_each(viewer, chosen, _held(viewer, chosen), do))


@transaction.atomic
def chase_all(viewer: Viewer, chosen: Collection[Chosen]) -> Done:
    """Have a status enquiry written about each that is due for one: one run of letters, none without such a request.

    None about one for which somebody has just asked for a letter: they would get two.
    """
    held = _held(viewer, chosen)
    found = with_letters(due(viewer).filter(request__in=held), at=viewer.at)
    ready = dict(found.values_list("request__uuid", F("written_by")))
    next_on = next_due(held)

    def do(row: AssistanceRequest, stamp: Stamp) -> None:
        if row.version != stamp["seen_version"]:
            raise Refused(overtaken(row.reference))
        if row.uuid not in ready:
            raise Refused(why_not_due(viewer, row, next_on.get(row.pk)))
        if ready[row.uuid]:
            raise Refused(
                message(
                    "%(name)s has asked for a letter about it within the last day: send that one.",
                    name=ready[row.uuid],
                )
            )

    outcomes = _each(viewer, chosen, held, do)
    allowed = {outcome.uuid for outcome in outcomes if outcome.done}
    return Done(outcomes=outcomes, run=ask(viewer, allowed) if allowed else None)


def rehearsed(do: Callable[[], Done]) -> Done:
    """What would become of each: all of it is done, and taken back. Nothing goes out, since that waits for the end."""
    with transaction.atomic():
        done = do()
        transaction.set_rollback(True)
    return done


def _held(viewer: Viewer, chosen: Collection[Chosen]) -> list[AssistanceRequest]:
    """Those that may be seen, all locked before anything is done: who has one already waits for nobody's other."""
    _require_some(chosen)
    seen = viewer.requests.filter(uuid__in=[entry.uuid for entry in chosen])
    pks = locked_rows(set(seen.values_list("pk", flat=True)))
    return list(AssistanceRequest.objects.filter(pk__in=pks).select_related(*LISTED).order_by("pk"))


def _each(
    viewer: Viewer, chosen: Collection[Chosen], held: Iterable[AssistanceRequest], do: Do
) -> tuple[Outcome, ...]:
    """What became of each: refused or done, it stands by itself."""
    wanted = {entry.uuid: entry for entry in chosen}
    outcomes: Mapping[UUID, Outcome] = {row.uuid: _one(viewer, row, wanted[row.uuid], do) for row in held}
    return tuple(outcomes.get(uuid) or Outcome(uuid=uuid, row=None, reasons=(UNSEEN,)) for uuid in wanted)


def _require_some(chosen: Collection[Chosen]) -> None:
    if not chosen:
        raise Refused(message("Tick at least one request."))
    if len(chosen) > MOST:
        raise Refused(message("Tick at most %(most)s requests at once.", most=MOST))


def _one(viewer: Viewer, row: AssistanceRequest, entry: Chosen, do: Do) -> Outcome:
    stamp: Stamp = {"by": viewer.user, "recorded_at": viewer.at, "seen_version": entry.seen_version}
    reasons: Sequence[Message] = ()
    made = None
    try:
        with transaction.atomic():
            made = do(row, stamp)
    except WorkflowError as refusal:
        reasons = refusal.reasons
    except ValidationError as refusal:
        reasons = [message(words) for words in refusal.messages]
    return Outcome(uuid=row.uuid, row=row, reasons=tuple(reasons), made=made)


def _escalated(viewer: Viewer, row: AssistanceRequest, stamp: Stamp, channel: str) -> AssistanceRequest:
    source = locked(row, seen_version=stamp["seen_version"], at=stamp["recorded_at"])
    _require_escalates(viewer, source, channel)
    occurred = Occurred.at_moment(stamp["recorded_at"], source.office.time_zone)
    needed_by = source.needed_by if source.needed_by and source.needed_by >= occurred.on else None
    dossier = services.with_columns(
        services.proposed(source, ESCALATION), officer=source.officer, needed_by=needed_by
    )
    return services.follow_up(
        [source],
        ESCALATION.kind,
        office=source.office,
        direction=Direction(source.direction),
        channel=channel,
        dossier=dossier,
        by=stamp["by"],
        occurred=occurred,
        recorded_at=stamp["recorded_at"],
    )


def _require_escalates(viewer: Viewer, source: AssistanceRequest, channel: str) -> None:
    """Only what went out and is open, by another way than it went, and once by each."""
    if source.direction != Direction.OUTGOING or source.sent_on is None or source.is_final:
        raise Refused(message("Only an open request of ours that went out can be asked by another channel."))
    if source.channel == channel:
        raise Refused(message("It goes by this channel already. Choose another."))
    links = Link.objects.filter(target=source, kind=ESCALATION.kind.value).values("request")
    before = (
        viewer.requests.open().filter(pk__in=links, channel=channel, jurisdiction=source.jurisdiction).first()
    )
    if before is not None:
        raise Refused(message("It is asked by this channel already: %(other)s.", other=before.reference))
