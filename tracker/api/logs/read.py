"""Lines of the logs as auditors read them: codes, times and people; never words, titles or names of cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from uuid import UUID

from rest_framework import serializers

from tracker.accounts.choices import AccountEventKind
from tracker.accounts.models import AccountEvent, ApiToken, FeedUse, Office, TokenUse, User
from tracker.api.events import AUTHORITIES, CHANGES, PEOPLE, codes_of
from tracker.api.fields import OccurredOut, PersonRef
from tracker.casework.models import AssistanceRequest, Event
from tracker.directory.models import Authority, DirectoryChange

DEPUTY: Final = "deputy"
OFFICES: Final[Mapping[str, tuple[str, ...]]] = {
    AccountEventKind.OFFICE_CREATED.value: ("parent",),
    AccountEventKind.OFFICE_MOVED.value: ("from", "to"),
}
"""Codes that name offices, by the kind of the line."""


class Identified(serializers.ListSerializer[Any]):
    """Looks up whom and what the codes of a page name by id, at once: ids stay inside."""

    def to_representation(self, data: Any) -> list[Any]:
        """The page, with what its lines name in their context."""
        rows = list(data)
        child: Any = self.child
        context: Any = self.context
        context["named"] = child.named(rows)
        return super().to_representation(rows)


class AccountLogLine(serializers.ModelSerializer[AccountEvent]):
    """What happened to an account, a role, an office or a token."""

    kind = serializers.CharField()
    by = PersonRef(allow_null=True, help_text="Null for the system.")
    about = PersonRef(allow_null=True)
    office: Any = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)
    codes = serializers.SerializerMethodField()

    class Meta:
        model = AccountEvent
        list_serializer_class = Identified
        fields = (
            "sequence", "kind", "by", "about", "office", "codes", "occurred_at", "recorded_at", "hash",
        )  # fmt: skip

    def get_codes(self, line: AccountEvent) -> dict[str, Any]:
        """Codes and dates by name; a deputy by UUID, offices by code."""
        people, offices = self.context["named"]
        # A number is the id of a row: told as what it names, or not at all.
        told = {name: value for name, value in line.data.items() if not isinstance(value, int)}
        if DEPUTY in line.data:
            told[DEPUTY] = _text(people.get(line.data[DEPUTY]))
        return told | {name: offices.get(line.data.get(name)) for name in OFFICES.get(line.kind, ())}

    def named(self, lines: Iterable[AccountEvent]) -> tuple[dict[int, UUID], dict[int, str]]:
        """UUIDs of the people and codes of the offices that these lines name. A query each."""
        lines = list(lines)
        people = _ids(line.data.get(DEPUTY) for line in lines)
        offices = _ids(line.data.get(name) for line in lines for name in OFFICES.get(line.kind, ()))
        codes = Office.objects.filter(pk__in=offices).order_by().values_list("pk", "code")
        return _uuids(User, people), dict(codes)


class DirectoryLogLine(serializers.ModelSerializer[DirectoryChange]):
    """A row of reference data that was added or changed."""

    table = serializers.CharField(source="model")
    kind = serializers.CharField()
    columns = serializers.ListField(source="fields", child=serializers.CharField())
    by = PersonRef(allow_null=True, help_text="Null for the system.")

    class Meta:
        model = DirectoryChange
        fields = ("table", "key", "kind", "columns", "by", "recorded_at")


class LoggedRequest(serializers.ModelSerializer[AssistanceRequest]):
    """The request of an entry: which one, and nothing of what is in it."""

    class Meta:
        model = AssistanceRequest
        fields = ("uuid", "reference")


class EventLogLine(serializers.ModelSerializer[Event]):
    """One entry of the log of a request, without its words."""

    request = LoggedRequest()
    office = serializers.CharField(source="request.office.code")
    kind = serializers.CharField()
    occurred = OccurredOut()
    by = PersonRef(allow_null=True)
    codes = serializers.SerializerMethodField()

    class Meta:
        model = Event
        list_serializer_class = Identified
        fields = (
            "request", "office", "sequence", "action", "kind", "occurred", "recorded_at", "by", "source", "items",
            "codes", "hash",
        )  # fmt: skip

    def get_codes(self, entry: Event) -> dict[str, Any]:
        """Codes by name; authorities and people by UUID."""
        return codes_of(entry, self._named)

    def named(self, entries: Iterable[Event]) -> dict[str, dict[int, UUID]]:
        """UUIDs of the authorities and people that these entries name. A query each."""
        data = [part for entry in entries for part in _parts(entry.data)]
        people = _uuids(User, (part.get(code) for part in data for code in PEOPLE))
        authorities = _uuids(Authority, (part.get(code) for part in data for code in AUTHORITIES))
        return dict.fromkeys(AUTHORITIES, authorities) | dict.fromkeys(PEOPLE, people)

    def _named(self, code: str, key: int) -> str | None:
        return _text(self.context["named"].get(code, {}).get(key))


class LoggedToken(serializers.ModelSerializer[ApiToken]):
    """A token, by identity and first signs."""

    class Meta:
        model = ApiToken
        fields = ("uuid", "hint")


class TokenLogLine(serializers.ModelSerializer[TokenUse]):
    """One call by a token, refused ones among them; the address is without its query."""

    token = LoggedToken()
    user = PersonRef(source="token.user")
    office = serializers.CharField(source="token.office.code")

    class Meta:
        model = TokenUse
        fields = ("token", "user", "office", "at", "method", "path", "status", "client")


class FeedLogLine(serializers.ModelSerializer[FeedUse]):
    """One reading of a calendar feed, refused ones among them; ``office`` is null for the feed of a person."""

    feed = serializers.UUIDField(source="feed.uuid")
    user = PersonRef(source="feed.user")
    office = serializers.CharField(source="feed.office.code", allow_null=True, default=None)

    class Meta:
        model = FeedUse
        fields = ("feed", "user", "office", "at", "status", "client")


class AccountBreakSerializer(serializers.Serializer[Any]):
    """A place where the log of accounts does not hold."""

    sequence = serializers.IntegerField()
    reason = serializers.CharField()


class AccountVerificationSerializer(serializers.Serializer[Any]):
    """Whether the log of accounts holds from its line ``first`` to ``last``, of so many."""

    first = serializers.IntegerField()
    last = serializers.IntegerField()
    lines = serializers.IntegerField()
    holds = serializers.BooleanField()
    breaks = AccountBreakSerializer(many=True)


class RequestBreakSerializer(AccountBreakSerializer):
    """A place where the log of a request does not hold; ``sequence`` 0 means its end."""

    request = LoggedRequest()


class RequestVerificationSerializer(serializers.Serializer[Any]):
    """Whether the logs of the requests of this page hold."""

    holds = serializers.BooleanField()
    verified = serializers.IntegerField()
    breaks = RequestBreakSerializer(many=True)


class VerificationSerializer(serializers.Serializer[Any]):
    """What the verifiers found: in a part of the log of accounts, and in the logs of a page of requests."""

    accounts = AccountVerificationSerializer(
        allow_null=True, help_text="Null on further pages of requests, unless `line` asks for it."
    )
    requests = RequestVerificationSerializer()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)


def _parts(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield data
    if isinstance(data.get(CHANGES), Mapping):
        yield data[CHANGES]


def _ids(found: Iterable[Any]) -> set[int]:
    return {one for one in found if isinstance(one, int)}


def _uuids(model: type[User | Authority], found: Iterable[Any]) -> dict[int, UUID]:
    rows: Any = model._default_manager.filter(pk__in=_ids(found)).order_by()
    return dict(rows.values_list("pk", "uuid"))


def _text(found: UUID | None) -> str | None:
    return str(found) if found else None
