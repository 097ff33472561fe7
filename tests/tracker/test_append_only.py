"""The logs cannot be changed in the database itself, and it is noticed when somebody makes it possible."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction

from tests import factories
from tracker import append_only, checks
from tracker.accounts.models import AccountEvent, FeedUse, TokenUse
from tracker.casework.models import AssistanceRequest, Event, EventContent
from tracker.directory.models import DirectoryChange
from tracker.reports.models import Publication, PublicationOffice
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

LOGS = (Event, AccountEvent, DirectoryChange, EventContent, FeedUse, Publication, PublicationOffice, TokenUse)


@pytest.fixture
def letter() -> AssistanceRequest:
    office = factories.office("BEJ")
    officer = factories.user("Ann", role=Role.OFFICER, office=office)
    row = factories.opened(by=officer, office=office)
    return factories.done(row, "note", by=officer, on=dt.date(2026, 3, 2), texts={"note": "They rang."})


def _refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        assert "append-only" in str(error)  # noqa: PT017  # the words are the point
        return True
    return False


def test_every_table_and_every_unique_key_is_guarded() -> None:
    assert {model._meta.db_table for model in LOGS} == set(append_only.FROZEN) == set(append_only.KEYS)
    for model in LOGS:
        assert set(append_only.KEYS[model._meta.db_table]) == _unique_keys(model)


def _unique_keys(model: type[models.Model]) -> set[tuple[str, ...]]:
    columns = {field.name: str(field.column) for field in model._meta.concrete_fields}
    single = {(columns[field.name],) for field in model._meta.concrete_fields if field.unique}
    several = {
        tuple(columns[name] for name in constraint.fields)
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
    }
    return several.union(single)


@pytest.mark.parametrize("table", ["tracker_event", "tracker_accountevent"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET key_id = 'forged'", "DELETE FROM {}"])
def test_no_line_of_a_log_is_changed_or_removed(
    letter: AssistanceRequest, table: str, statement: str
) -> None:
    assert _refused(statement.format(table))


def test_words_are_erased_but_never_removed(letter: AssistanceRequest) -> None:
    assert _refused("DELETE FROM tracker_eventcontent")
    assert not _refused("UPDATE tracker_eventcontent SET salt = ''")


@pytest.mark.parametrize("table", ["tracker_event", "tracker_accountevent"])
def test_no_log_is_emptied_at_a_stroke(letter: AssistanceRequest, table: str) -> None:
    connection.check_constraints()  # PostgreSQL truncates nothing while checks of new rows are pending
    empty = {"postgresql": f"TRUNCATE {table} CASCADE", "sqlite": f"DELETE FROM {table}"}[connection.vendor]
    assert _refused(empty)


@pytest.mark.parametrize("key", append_only.KEYS["tracker_event"])
def test_no_line_is_replaced_by_any_of_its_keys(letter: AssistanceRequest, key: tuple[str, ...]) -> None:
    """On SQLite a REPLACE would remove the row that holds the key without asking any trigger of DELETE."""
    event = Event.objects.filter(request=letter).order_by("sequence")[0]
    values = {field.column: getattr(event, field.attname) for field in Event._meta.concrete_fields}
    fresh = {"id": event.pk + 1000, "hash": "f" * 64, "sequence": 1000, "action": "forged"}
    forged = values | {name: value for name, value in fresh.items() if name not in key}
    forged |= {"items": "[]", "data": "{}"}
    replace = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    conflict = "" if connection.vendor == "sqlite" else " ON CONFLICT (id) DO UPDATE SET action = 'forged'"
    places = ", ".join(["%s"] * len(forged))
    columns = ", ".join(f'"{name}"' for name in forged)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"{replace} INTO tracker_event ({columns}) VALUES ({places}){conflict}", list(forged.values())
        )
    assert Event.objects.get(pk=event.pk).action == event.action


def test_a_dropped_trigger_is_missed_and_put_back_by_migrate() -> None:
    assert checks.logs_are_append_only(["default"]) == []
    assert checks.logs_are_append_only(None) == []
    append_only.remove(connection)
    missed = checks.logs_are_append_only(["default"])
    assert {error.id for error in missed} == {"tracker.E002"}
    assert len(missed) == sum(len(operations) + 1 for operations in append_only.FROZEN.values())
    append_only.restore(using="default")
    assert checks.logs_are_append_only(["default"]) == []


@pytest.mark.django_db(transaction=True)
def test_migrate_itself_puts_them_back() -> None:
    append_only.remove(connection)
    assert append_only.missing(connection)
    call_command("migrate", verbosity=0)
    assert not append_only.missing(connection)
