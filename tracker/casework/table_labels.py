"""Words for what the tables of channels and instruments say beside the vocabulary, and for kinds of events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from tracker.casework.labels import Labels
from workflows import vocabulary as v
from workflows.calendars import Roll
from workflows.deadlines import Mark
from workflows.engine import Court, Move, WaitsOn
from workflows.vocabulary import EventKind

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

HAPPENED: Final[Mapping[EventKind, StrPromise]] = {kind: _(words.msgid) for kind, words in v.HAPPENED.items()}

COUNTS: Final[Mapping[v.Counts, StrPromise]] = {
    v.Counts.NOTHING: _("Nothing"),
    v.Counts.ACKNOWLEDGEMENT: _("Acknowledgement"),
    v.Counts.ANSWER: _("Substantive answer"),
    v.Counts.ENDING: _("Ending without answer"),
}
GROUND_KIND: Final[Mapping[v.GroundKind, StrPromise]] = {
    v.GroundKind.REFUSAL: _("Refusal"),
    v.GroundKind.DEFICIENCY: _("Deficiency"),
    v.GroundKind.POSTPONEMENT: _("Postponement"),
    v.GroundKind.NO_DATA: _("No data"),
}
RESUMPTION: Labels = {
    v.Resumption.RESUMED: _("Resumed"),
    v.Resumption.ANSWERED: _("Answered meanwhile"),
    v.Resumption.REFUSED: _("Refused meanwhile"),
    v.Resumption.ENDED: _("Ended without an answer"),
    v.Resumption.AGAIN: _("Postponed further"),
}
SOURCE: Final[Mapping[v.Source, StrPromise]] = {
    v.Source.HUMAN: _("Entered by somebody"),
    v.Source.IMPORT: _("Imported history"),
    v.Source.SYSTEM: _("Entered by the program"),
}
MARK: Final[Mapping[Mark, StrPromise]] = {
    Mark.VERIFIED: _("text verified"),
    Mark.TO_VERIFY: _("to be verified"),
    Mark.HOUSE: _("house rule"),
}

COURT: Final[Mapping[Court, StrPromise]] = {
    Court.YES: _("Can be used in court"),
    Court.NO: _("Not for use in court"),
    Court.DEPENDS: _("Use in court depends"),
}
WAITS_ON: Final[Mapping[WaitsOn, StrPromise]] = {
    WaitsOn.US: _("us"),
    WaitsOn.THEM: _("them"),
    WaitsOn.HOLDER: _("whoever has the paper"),
    WaitsOn.NOBODY: _("nobody"),
}
MOVE: Final[Mapping[Move, StrPromise]] = {
    Move.STAY: _("Stays where it is"),
    Move.NEXT: _("To the next stop of the route"),
    Move.STOP: _("To the stop that is chosen"),
    Move.AUTHORITY: _("To the authority that is chosen"),
    Move.ADDRESSEE: _("To the stop that has to act"),
    Move.START: _("To our first stop of the route"),
    Move.HOME: _("Home, to our last stop of the route"),
    Move.BACK: _("To the end of the route"),
}
ROLL: Final[Mapping[Roll, StrPromise]] = {
    Roll.NONE: _("Ends on the day itself"),
    Roll.EU1182: _("Moves by Regulation 1182/71"),
}
