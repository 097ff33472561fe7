"""A channel in one direction, as data: its stops, its stages, and everything that can be done."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tracker.api.asked import AskedSerializer, asked
from tracker.api.codes import CodeField, CodesField
from tracker.api.fields import MessageOut, rows_of
from workflows.engine import Action, Move, Need, Procedure, State, WaitsOn
from workflows.engine.needs import NEED_WORDS
from workflows.engine.tables import FINAL
from workflows.vocabulary import Direction, EventKind, Flag, ItemOutcome, ItemType, Party, Role, Stage


class TableStopSerializer(serializers.Serializer[Any]):
    """One holder on the way; the addressee has to act, an optional one may be left out."""

    key = serializers.CharField()
    title = MessageOut(source="label")
    party = CodeField(Party)
    optional = serializers.BooleanField()
    addressee = serializers.BooleanField()


class TableStateSerializer(serializers.Serializer[Any]):
    """A stage as this channel calls it, and who must act next in it."""

    stage = CodeField(Stage)
    title = MessageOut(source="label")
    waits_on = CodeField(WaitsOn)
    is_final = serializers.SerializerMethodField()

    def get_is_final(self, state: State) -> bool:
        """Whether only reopening leads out of it."""
        return state.stage in FINAL


class TableNeedSerializer(serializers.Serializer[Any]):
    """What must hold before an action, with the sentence that says what to do where it does not."""

    need = CodeField(Need)
    words = MessageOut()


class AboutItemsSerializer(serializers.Serializer[Any]):
    """Which items an action is about, and what becomes of them."""

    types = CodesField(ItemType, source="item_types", help_text="Empty for items of any type.")
    choosable = CodesField(ItemOutcome, help_text="The outcomes that an item may have to be chosen.")
    outcome = CodeField(
        ItemOutcome,
        source="item_outcome",
        allow_null=True,
        help_text="What the chosen items get; once none is open the request is answered and the paper home.",
    )


class TableActionSerializer(serializers.Serializer[Any]):
    """One thing that can be done: from where, by whom, with what, and what follows."""

    key = serializers.CharField()
    title = MessageOut(source="label")
    hint = MessageOut(allow_null=True)
    kind = CodeField(EventKind, help_text="The kind of event that it makes.")
    offered = serializers.BooleanField(help_text="False where another address does it, or only the program.")
    sources = CodesField(Stage, help_text="The stages from which it can be done.")
    target = CodeField(Stage, allow_null=True, help_text="Null keeps the stage; see `about_items`.")
    leads_to = CodesField(Stage, source="targets", help_text="Stages that it can lead to besides staying.")
    roles = CodesField(Role)
    not_by = CodesField(EventKind, help_text="Whoever made one of these may not do it.")
    done_here = CodesField(
        EventKind, help_text="These must have been done here; having been loaded with history is not enough."
    )
    needs = serializers.SerializerMethodField()
    asks_for = serializers.SerializerMethodField()
    about_items = AboutItemsSerializer(source="*")
    move = CodeField(Move, help_text="Where the paper goes.")
    sets = CodesField(Flag)
    clears = CodesField(Flag)

    @extend_schema_field(TableNeedSerializer(many=True))
    def get_needs(self, action: Action) -> list[Any]:
        """Needs in the order of their list."""
        needs = [{"need": need, "words": NEED_WORDS[need]} for need in Need if need in action.needs]
        return rows_of(TableNeedSerializer(needs, many=True))

    @extend_schema_field(AskedSerializer(many=True))
    def get_asks_for(self, action: Action) -> list[Any]:
        """The fields, with every code that may be given at some time; a request says which it takes now."""
        stops, deadlines = self.context["stops"], self.context["deadlines"]
        return [asked(entry, stops=stops, deadlines=deadlines) for entry in action.fields]


class TableProcedureSerializer(serializers.Serializer[Any]):
    """A channel in one direction; `first_action` logs a new request."""

    direction = CodeField(Direction)
    initial = CodeField(Stage, help_text="The stage of a new request.")
    first_action = serializers.CharField(source="create")
    route = TableStopSerializer(many=True)
    states = TableStateSerializer(many=True)
    actions = serializers.SerializerMethodField()

    @extend_schema_field(TableActionSerializer(many=True))
    def get_actions(self, procedure: Procedure) -> list[Any]:
        """Every action of the table, those that are not offered among them."""
        context = {
            "stops": [stop.key for stop in procedure.route],
            "deadlines": self.context["deadlines"][procedure.direction],
        }
        return rows_of(TableActionSerializer(procedure.actions, many=True, context=context))
