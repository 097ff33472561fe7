"""The dossier: numbered items, what search finds, and whatever somebody may type."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tests import factories
from tests.tracker.casework.post import MARCH, Post
from tracker.casework import services
from tracker.casework.errors import Refused
from tracker.casework.models import AssistanceRequest, Event, Item, ReferenceCounter
from tracker.casework.services import Dossier, ItemDraft, ResultDraft, checking
from workflows.errors import ActionNotAllowed, UnknownChannel, WorkflowError
from workflows.occurrence import Occurred
from workflows.vocabulary import Direction, Source

SUBS = ItemDraft(type="SUBS", number=1)


def edited(post: Post, row: AssistanceRequest, *items: ItemDraft, **more: Any) -> AssistanceRequest:
    columns = more.pop("columns", {})
    return services.edit_dossier(row, Dossier(columns=columns, items=items, **more), **post.stamp(row))


def listed(row: AssistanceRequest) -> list[tuple[int, str]]:
    return list(row.items.values_list("number", "type"))


def test_the_log_says_what_changed_and_keeps_the_words_apart(post: Post) -> None:
    row = edited(
        post, post.opened(), SUBS, columns={"title": "Mail of Li", "urgency": "urgent", "urgency_reason": "Flight"},
        persons=({"name": "Li Wei", "role": "suspect"},), offences=({"category": "fraud"},),
        references=({"authority": "MPS", "number": "MPS-7"},),
    )  # fmt: skip
    event = Event.objects.get(request=row, action="edit")
    changed = ["offences", "persons", "references", "title", "urgency", "urgency_reason"]
    assert event.data["changed"] == changed
    assert "Li" not in str(event.data)
    assert event.content.texts["changes"]["title"] == {"from": "Server logs", "to": "Mail of Li"}
    assert "urgent" in row.flags
    row = edited(post, row, SUBS, columns={"title": "Mail of Li"})
    assert Event.objects.get(request=row, sequence=3).data["changed"] == ["offences", "persons", "references"]


def test_nothing_changed_leaves_no_words(post: Post) -> None:
    row = edited(post, post.opened(), SUBS)
    assert not hasattr(Event.objects.get(request=row, action="edit"), "content")


def test_a_number_names_one_item_for_ever(post: Post) -> None:
    row = post.opened(items=("SUBS", "TRAF"))
    row = edited(post, row, SUBS)
    assert listed(row) == [(1, "SUBS")]
    row = edited(post, row, ItemDraft(type="BANK"), SUBS, ItemDraft(type="CONT"))
    assert listed(row) == [(1, "SUBS"), (3, "BANK"), (4, "CONT")]
    row = edited(post, row, ItemDraft(type="DOCS", number=4), SUBS)
    assert listed(row) == [(1, "SUBS"), (4, "DOCS")]


@pytest.mark.parametrize("items", [(ItemDraft(type="SUBS", number=9),), (SUBS, SUBS)])
def test_an_item_that_is_not_the_requests_is_refused(post: Post, items: tuple[ItemDraft, ...]) -> None:
    with pytest.raises(Refused, match="does not belong"):
        edited(post, post.opened(), *items)


def test_once_it_went_out_only_the_words_of_items_change(post: Post) -> None:
    row = post.sent(items=("SUBS", "TRAF"))
    worded = ItemDraft(
        type="SUBS", number=1, description="Mailbox", identifiers=(("email", "li@example.org"),)
    )
    row = edited(post, row, ItemDraft(type="TRAF", number=2), worded)
    assert row.items.get(number=1).identifiers.get().value == "li@example.org"
    for items in ((SUBS,), (SUBS, ItemDraft(type="CONT", number=2)), (worded, SUBS)):
        with pytest.raises(Refused):
            edited(post, row, *items)
    with pytest.raises(Refused, match="supplementary"):
        edited(post, post.opened(direction=Direction.INCOMING), ItemDraft(type="TRAF", number=1))


def test_an_item_that_had_a_date_stays(post: Post) -> None:
    row = post.opened(channel="direct_provider", instrument="e_evidence", items=("SUBS", "TRAF"))
    stored = Item.objects.get(request=row, number=2)
    sent = post.sent()
    sent.deadlines.filter(rule="custom.answer").update(request=row, item=stored)
    with pytest.raises(Refused, match="a date has run"):
        edited(post, row, SUBS)


def test_search_finds_what_the_dossier_and_the_log_name(post: Post) -> None:
    row = edited(
        post, post.opened(), ItemDraft(type="SUBS", number=1, identifiers=(("ip", "203.0.113.7"),)),
        persons=({"name": "Łukasz Éluard", "aliases": "Lucky", "role": "suspect"},),
        references=({"authority": "MPS", "number": "MPS-7"},), columns={"case_number": "24-cr-7"},
    )  # fmt: skip
    text = row.search_entry.text
    for word in (row.reference.lower(), "eluard", "lucky", "mps-7", "203.0.113.7", "24-cr-7", "server logs"):
        assert word in text
    row = factories.done(row, "submit", by=post.officer, on=MARCH)
    row = factories.done(row, "approve", by=post.supervisor, on=MARCH)
    row = factories.done(row, "send", by=post.officer, on=MARCH)
    row = post.done(row, "acknowledge", MARCH, texts={"their_reference": "GA-2026/77"})
    assert row.their_reference == "GA-2026/77"
    row.search_entry.refresh_from_db()
    assert "ga-2026/77" in row.search_entry.text


def test_whoever_is_made_responsible_works_in_the_office(post: Post) -> None:
    stranger = factories.user("Eve")
    with pytest.raises(Refused, match="does not work in"):
        edited(post, post.opened(), SUBS, columns={"officer": stranger})
    with pytest.raises(Refused, match="does not work in"):
        post.opened(officer=stranger)
    row = edited(post, post.opened(), SUBS, columns={"officer": post.supervisor})
    assert row.spells.get().officer == post.supervisor


def test_they_may_have_needed_it_before_it_reached_us(post: Post) -> None:
    day = MARCH - dt.timedelta(days=1)
    assert post.opened(direction=Direction.INCOMING, needed_by=day).needed_by == day


LONG = "x" * (checking.TEXT_LIMIT + 1)


@pytest.mark.parametrize(
    "columns",
    [
        {"title": "a\x00b"},
        {"title": "a\x0bb", "facts": "a\x1fb"},
        {"title": "half \ud83d of a sign"},
        {"title": "x" * 201},
        {"title": ""},
        {"title": None},
        {"facts": LONG},
        {"facts": "\x00"},
        {"jurisdiction": "CN"},
        {"jurisdiction": None},
        {"officer": 5},
        {"needed_by": "soon"},
        {"needed_by": 5},
        {"needed_by": MARCH - dt.timedelta(days=1)},
        {"use_accepted_on": dt.date(2027, 1, 1)},
        {"is_confidential": "perhaps"},
        {"urgency": "urgent"},
        {"urgency": "very"},
        {"translation": ["done"]},
        {"stage": "closed"},
        {"no_such_column": "x"},
    ],
)
def test_whatever_is_typed_is_refused_with_words(post: Post, columns: dict[str, Any]) -> None:
    row = post.opened()
    before = AssistanceRequest.objects.filter(pk=row.pk).values().get()
    with pytest.raises(ValidationError):
        edited(post, row, SUBS, columns=columns)
    with pytest.raises(ValidationError):
        post.opened(**({"title": "Server logs"} | columns))
    assert AssistanceRequest.objects.filter(pk=row.pk).values().get() == before


@pytest.mark.parametrize(
    "rows",
    [
        {"persons": ({"name": "a\x00b", "role": "suspect"},)},
        {"persons": ({"name": "a\x7fb", "role": "suspect"},)},
        {"persons": ({"name": "Li", "role": "king"},)},
        {"persons": ({"name": "Li", "role": "suspect", "born_on": 5},)},
        {"persons": ({"name": "Li", "role": "suspect", "born_on": dt.date(2027, 1, 1)},)},
        {"persons": ({"name": "Li", "role": "suspect", "request": None},)},
        {"offences": ({"category": "fraud", "foreign_equivalent": LONG},)},
        {"offences": ({},)},
        {"references": ({"authority": "MPS", "number": "x" * 121},)},
    ],
)
def test_rows_of_the_dossier_are_held_to_the_same(post: Post, rows: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        edited(post, post.opened(), SUBS, **rows)


@pytest.mark.parametrize(
    "draft",
    [
        ItemDraft(type="NONE", number=1),
        ItemDraft(type="SUBS", number=1, description="x" * 301),
        ItemDraft(type="SUBS", number=1, identifiers=(("ip", "\x00"),)),
        ItemDraft(type="SUBS", number=1, period_from=dt.date(2026, 2, 2), period_until=dt.date(2026, 2, 1)),
    ],
)
def test_items_are_held_to_the_same(post: Post, draft: ItemDraft) -> None:
    with pytest.raises(ValidationError):
        edited(post, post.opened(), draft)


@pytest.mark.parametrize(
    "texts",
    [
        {"note": LONG},
        {"note": "\x00"},
        {"note": "a\x0bb"},
        {"note": 5},
        {"note": ["x"]},
        {"secret": "x"},
        {"their_reference": "x" * 121},
    ],
)
def test_free_words_are_held_to_the_same(post: Post, texts: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        post.done(post.sent(), "acknowledge", MARCH, texts=texts)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "medals"},
        {"quantity": Decimal("NaN")},
        {"quantity": Decimal("1e30")},
        {"quantity": 0},
        {"quantity": "many"},
        {"currency": "EUR"},
        {"kind": "amount"},
        {"occurred_on": "soon"},
        {"note": "\x00"},
    ],
)
def test_results_are_held_to_the_same(post: Post, wrong: dict[str, Any]) -> None:
    row = post.opened()
    right: dict[str, Any] = {"kind": "arrests", "quantity": Decimal(2), "occurred_on": MARCH}
    with pytest.raises(ValidationError):
        services.record_result(row, ResultDraft(**right | wrong), **post.stamp(row))
    result = services.record_result(row, ResultDraft(**right), **post.stamp(row))
    assert str(result) == "arrests: 2"
    assert Event.objects.get(request=row, action="record_result").data["quantity"] == "2"


def test_a_request_is_opened_where_one_works_by_a_channel_that_goes_there(post: Post) -> None:
    with pytest.raises(Refused, match="no role in this office"):
        factories.opened(by=factories.user("Eve"), office=post.office)
    with pytest.raises(Refused, match="does not carry"):
        post.opened(channel="task_force", direction=Direction.TRANSIT)
    with pytest.raises(UnknownChannel):
        post.opened(channel="pigeon")
    with pytest.raises(WorkflowError):
        post.opened(instrument="no_such_treaty")
    with pytest.raises(ActionNotAllowed, match="future"):
        services.open_request(
            office=post.office, direction=Direction.OUTGOING, channel="letter_exchange", by=post.officer,
            dossier=Dossier(columns={"jurisdiction": factories.jurisdiction("CN"), "title": "x"}),
            occurred=Occurred(on=dt.date(2027, 1, 1)), recorded_at=factories.moment(MARCH),
        )  # fmt: skip


def test_numbers_that_imported_history_brought_along_are_passed_over(post: Post) -> None:
    def imported(reference: str) -> AssistanceRequest:
        return services.open_request(
            office=post.office, direction=Direction.OUTGOING, channel="letter_exchange", by=post.officer,
            dossier=Dossier(columns={"jurisdiction": factories.jurisdiction("CN"), "title": "x"}),
            occurred=Occurred(on=MARCH), recorded_at=factories.moment(MARCH), source=Source.IMPORT,
            reference=reference,
        )  # fmt: skip

    row = imported("BEJ-2026-0002")
    assert (row.is_adopted, row.officer) == (False, None)
    assert [post.opened().reference for _ in range(2)] == ["BEJ-2026-0001", "BEJ-2026-0003"]
    assert ReferenceCounter.objects.get().last == 3
    for wrong in ("BEJ-2026-0003", "X\rATTACH:http://example.org", "X\n1", "X\u202e1"):
        with pytest.raises(ValidationError):
            imported(wrong)
    row = services.adopt(row, **post.stamp(row))
    assert (row.is_adopted, row.officer) == (True, post.officer)
    assert row.spells.get().officer == post.officer
    with pytest.raises(Refused, match="adopted already"):
        services.adopt(row, **post.stamp(row))


def test_a_sign_from_before_it_was_refused_stops_nobody(post: Post) -> None:
    row = post.sent()
    AssistanceRequest.objects.filter(pk=row.pk).update(facts="Old\x0bfacts")
    row = post.done(
        row.__class__.objects.get(pk=row.pk), "acknowledge", MARCH, texts={"their_reference": "MPS-7"}
    )
    assert row.their_reference == "MPS-7"
    row = edited(post, row, SUBS, columns={"title": "Another", "facts": "Old\x0bfacts"})
    assert row.title == "Another"
    with pytest.raises(ValidationError) as refused:
        edited(post, row, SUBS, columns={"title": "An\x01other", "facts": "New\x0bfacts"})
    assert set(refused.value.message_dict) == {"title", "facts"}
    tabbed = "Lines\nand\ttabs stay"
    assert (
        edited(post, AssistanceRequest.objects.get(pk=row.pk), SUBS, columns={"facts": tabbed}).facts
        == tabbed
    )
