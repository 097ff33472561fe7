"""Who is bound by what on a day. What is not known is answered as unknown."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tracker.api.codes import CodeField
from tracker.api.directory.parts import KnownDate, known
from tracker.api.fields import PlaceRef, rows_of
from tracker.api.shaping import Shaped
from tracker.directory.models import Capacity, RegisterKind
from tracker.directory.queries import Answer, Binding, Parties, Roll


class TreatyStepSerializer(KnownDate):
    """A step towards an instrument; an empty `source` where the row's own covers it."""

    source = serializers.CharField()  # type: ignore[assignment]  # its own attribute is an argument


class MembershipSerializer(serializers.Serializer[Any]):
    """The steps of one jurisdiction towards one instrument, and whether it bound on the day.

    A step is null where nothing is known of it. `verified` is false where no source was read for the row.
    """

    instrument = serializers.CharField(source="status.instrument")
    name = serializers.SerializerMethodField()
    in_force = CodeField(Answer)
    capacity = CodeField(Capacity, source="status.capacity")
    signed = serializers.SerializerMethodField()
    deposited = serializers.SerializerMethodField()
    in_force_since = serializers.SerializerMethodField()
    left = serializers.SerializerMethodField()
    declarations = serializers.CharField(source="status.declarations")
    verified = serializers.BooleanField(source="status.verified")
    source = serializers.CharField(source="status.source")  # type: ignore[assignment]  # its own attribute is an argument
    as_of = serializers.DateField(source="status.as_of")
    note = serializers.CharField(source="status.note")

    def get_name(self, binding: Binding) -> str:
        """The name of the register; the key of the instrument where there is none."""
        return binding.register.name if binding.register else binding.status.instrument

    @extend_schema_field(TreatyStepSerializer(allow_null=True))
    def get_signed(self, binding: Binding) -> Any:
        """When it signed."""
        return _step(binding, "signed")

    @extend_schema_field(TreatyStepSerializer(allow_null=True))
    def get_deposited(self, binding: Binding) -> Any:
        """When it ratified or acceded: it counts as a Party from then on."""
        return _step(binding, "deposited")

    @extend_schema_field(TreatyStepSerializer(allow_null=True))
    def get_in_force_since(self, binding: Binding) -> Any:
        """When the instrument began to bind it."""
        return _step(binding, "in_force")

    @extend_schema_field(TreatyStepSerializer(allow_null=True))
    def get_left(self, binding: Binding) -> Any:
        """When it left."""
        return _step(binding, "left")


class MemberSerializer(MembershipSerializer):
    """The same, with whose steps they are."""

    jurisdiction = PlaceRef(source="status.jurisdiction")


class TreatyPartiesSerializer(serializers.Serializer[Parties]):
    """Who had deposited by the day and not left, in their own right: for certain, and perhaps."""

    count = serializers.IntegerField(help_text="Those that are certain: a minimum, unless `is_exact`.")
    is_exact = serializers.BooleanField()
    certain = PlaceRef(many=True)
    possible = PlaceRef(many=True)


class AtLeastCountSerializer(serializers.Serializer[Any]):
    """A number that is a minimum as long as some are in doubt."""

    count = serializers.IntegerField()
    perhaps = serializers.IntegerField(help_text="Those of whom sources give only a later bound.")


class TreatyRollSerializer(Shaped):
    """An instrument on a day: how many had come how far, in their own right.

    Until `complete_on` whoever is not on the list was not bound; after it, or where it is null, silence means nothing.
    """

    expandable: ClassVar[frozenset[str]] = frozenset({"members"})

    instrument = serializers.CharField(source="register.instrument")
    name = serializers.CharField(source="register.name")
    kind = CodeField(RegisterKind, source="register.kind")
    on = serializers.SerializerMethodField()
    parties = TreatyPartiesSerializer()
    signatories = serializers.SerializerMethodField()
    bound = serializers.SerializerMethodField()
    complete_on = serializers.DateField(source="register.complete_on", allow_null=True)
    in_force_on = serializers.DateField(source="register.in_force_on", allow_null=True)
    not_in_force_on = serializers.DateField(source="register.not_in_force_on", allow_null=True)
    in_force_rule = serializers.CharField(source="register.in_force_rule")
    source = serializers.CharField(source="register.source")  # type: ignore[assignment]  # its own attribute is an argument
    as_of = serializers.DateField(source="register.as_of")
    note = serializers.CharField(source="register.note")
    members = serializers.SerializerMethodField()

    @extend_schema_field(serializers.DateField())
    def get_on(self, _roll: Roll) -> str:
        """The day that was asked for."""
        return str(self.context["on"].isoformat())

    @extend_schema_field(AtLeastCountSerializer())
    def get_signatories(self, roll: Roll) -> dict[str, int]:
        """Who had signed, whether or not they became Parties."""
        return {"count": roll.signatories, "perhaps": roll.perhaps_signed}

    @extend_schema_field(AtLeastCountSerializer())
    def get_bound(self, roll: Roll) -> dict[str, int]:
        """Whom it bound: what routing asks."""
        return {"count": roll.bound, "perhaps": roll.perhaps_bound}

    @extend_schema_field(MemberSerializer(many=True))
    def get_members(self, roll: Roll) -> list[Any]:
        """Every jurisdiction that has a row for it, those bound by extension among them."""
        return rows_of(MemberSerializer(roll.bindings, many=True))


def _step(binding: Binding, name: str) -> dict[str, Any] | None:
    status = binding.status
    found = known(status.step(name), getattr(status, f"{name}_by"))
    return {**found, "source": getattr(status, f"{name}_source")} if found else None
