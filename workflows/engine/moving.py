"""Moving a date by hand: what the law would give, and whether the date that somebody wants can be."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from workflows.deadlines import DeadlineRule
from workflows.engine.clocks import meant_by
from workflows.engine.procedure import Action, FieldName
from workflows.engine.proposal import Proposal
from workflows.engine.snapshot import Deadline, Snapshot
from workflows.messages import Message, message


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """How far a law lets a running deadline go beyond the present date."""

    rule: str
    until: date
    article: str


def extensions(deadlines: Iterable[Deadline], rules: Iterable[DeadlineRule]) -> tuple[Extension, ...]:
    """What the laws offer for the running deadlines, one a rule; of several items the earliest holds for all."""
    known = {rule.key: rule for rule in rules}
    found: dict[str, date] = {}
    for deadline in deadlines:
        if deadline.is_open and deadline.limit > deadline.due.due_on:
            found[deadline.rule] = min(deadline.limit, found.get(deadline.rule, deadline.limit))
    return tuple(
        Extension(rule=key, until=until, article=known[key].extension_article) for key, until in found.items()
    )


def completed(
    proposal: Proposal, action: Action, before: Snapshot | None, rules: Iterable[DeadlineRule]
) -> Proposal:
    """``proposal`` with the date that the law gives where none was said, and whether somebody granted it."""
    if action.field(FieldName.DEADLINE) is None or before is None:
        return proposal
    data = dict(proposal.data)
    meant = _meant(proposal, before)
    offered = extensions(meant, rules)
    if offered and not data.get("until"):
        data["until"] = offered[0].until.isoformat()
    if data.get("granted_by") or FieldName.GRANTOR in proposal.given:
        data["granted"] = True
    return replace(proposal, data=data)


def _meant(proposal: Proposal, before: Snapshot) -> list[Deadline]:
    authority = proposal.data.get("authority")
    return meant_by(
        str(proposal.data.get("deadline")),
        before.deadlines,
        items=proposal.items,
        authority=authority if isinstance(authority, int) else None,
    )


def wrong_move(proposal: Proposal, until: date | None, before: Snapshot | None) -> Iterator[Message]:
    """The deadline must run and have begun by then; a date on which it ends anyway moves nothing."""
    meant = _meant(proposal, before) if before else []
    if not meant:
        yield message("This deadline is not running. Choose one of the running deadlines.")
        return
    if not proposal.data.get("until"):
        yield message("The law of this deadline knows no extension. Give the date to which it is moved.")
    if until is None:
        return
    if any(until < deadline.start.on for deadline in meant):
        yield message("The deadline began after %(until)s. Give a later date.", until=until)
    if all(deadline.due.due_on == until for deadline in meant):
        yield message("It ends on %(until)s already. Give another date.", until=until)
