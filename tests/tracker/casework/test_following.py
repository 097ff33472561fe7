"""A request that follows from others begins with what is known of the case, and is linked to them or not there."""

from __future__ import annotations

from typing import Any

import pytest

from tests import factories
from tests.tracker.casework.post import MARCH, Post
from tracker.casework.errors import Refused
from tracker.casework.models import AssistanceRequest, Link
from tracker.casework.queries import followings_of
from tracker.casework.services import Dossier, ItemDraft, follow_up, proposed
from tracker.casework.services.drafts import COLUMNS
from tracker.casework.services.following import OF_BOTH, OF_THE_CASE, OF_THE_PLACE, OF_THE_WAY
from workflows.following import BY_KIND
from workflows.occurrence import Occurred
from workflows.vocabulary import Direction, LinkKind, Role

AT = factories.moment(MARCH, 12)


def sent(post: Post, **more: Any) -> AssistanceRequest:
    return factories.sent(
        officer=post.officer, supervisor=post.supervisor, office=post.office, on=MARCH, **more
    )


@pytest.fixture
def preservation(post: Post) -> AssistanceRequest:
    row = sent(
        post, items=("PRES",), channel="network_24_7", facts="A host.",
        their_reference="X-1", legal_basis="Art. 29", use_limitation="This case only.",
    )  # fmt: skip
    item = row.items.get()
    item.data_category, item.custodian = "traffic", "A provider"
    item.save()
    item.identifiers.create(kind="ip", value="203.0.113.7")
    row.persons.create(role="suspect", name="Wei Zhang")
    return row


def opening(post: Post, dossier: Dossier, **more: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "office": post.office, "direction": Direction.OUTGOING, "channel": "letter_exchange", "dossier": dossier,
        "by": post.officer, "occurred": Occurred(on=MARCH, zone="UTC"), "recorded_at": AT,
    }  # fmt: skip
    return given | more


def test_production_begins_with_the_case_the_place_and_what_is_kept(preservation: AssistanceRequest) -> None:
    dossier = proposed(preservation, BY_KIND[LinkKind.PRODUCTION_OF])
    assert dossier.columns["facts"] == "A host."
    assert dossier.columns["jurisdiction"] == preservation.jurisdiction
    (item,) = dossier.items
    assert (item.number, item.type, item.custodian) == (None, "TRAF", "A provider")
    assert item.identifiers == (("ip", "203.0.113.7"),)
    assert [person["name"] for person in dossier.persons] == ["Wei Zhang"]
    assert not dossier.columns.keys() & {
        "their_reference",
        "legal_basis",
        "use_limitation",
        "requested_authority",
    }


def test_another_state_is_asked_by_the_same_way(preservation: AssistanceRequest) -> None:
    dossier = proposed(preservation, BY_KIND[LinkKind.DISCOVERED_PROVIDER])
    assert dossier.columns["legal_basis"] == "Art. 29"
    assert not dossier.columns.keys() & {"jurisdiction", "requested_authority"}
    assert [item.type for item in dossier.items] == ["PRES"]


def test_what_is_copied_are_columns_of_a_dossier() -> None:
    parts = (OF_THE_CASE, OF_THE_PLACE, OF_THE_WAY, OF_BOTH)
    assert frozenset().union(*parts) <= COLUMNS
    assert sum(map(len, parts)) == len(frozenset().union(*parts))


def test_one_production_covers_several_preservations(post: Post, preservation: AssistanceRequest) -> None:
    other = sent(post, items=("PRES",), channel="network_24_7")
    dossier = proposed(preservation, BY_KIND[LinkKind.PRODUCTION_OF])
    row = follow_up([preservation, other], LinkKind.PRODUCTION_OF, **opening(post, dossier))
    assert [(link.kind, link.target) for link in row.links.all()] == [
        ("production_of", preservation),
        ("production_of", other),
    ]
    assert row.version == 3
    assert [event.action for event in row.events.order_by("sequence")][1:] == ["link", "link"]


def test_nothing_is_opened_where_one_of_them_cannot_be_followed(
    post: Post, preservation: AssistanceRequest
) -> None:
    plain = sent(post)
    elsewhere = factories.office("PAR", host="FR")
    hidden = factories.opened(
        by=factories.user("Olga", role=Role.OFFICER, office=elsewhere), office=elsewhere, items=("PRES",),
        channel="network_24_7",
    )  # fmt: skip
    before = AssistanceRequest.objects.count()
    dossier = Dossier(
        columns={"title": "T", "jurisdiction": plain.jurisdiction}, items=(ItemDraft(type="SUBS"),)
    )
    for other in (plain, hidden):
        with pytest.raises(Refused):
            follow_up([preservation, other], LinkKind.PRODUCTION_OF, **opening(post, dossier))
    assert AssistanceRequest.objects.count() == before
    assert not Link.objects.exists()


def test_what_can_follow_depends_on_what_was_asked(post: Post, preservation: AssistanceRequest) -> None:
    plain = sent(post)
    assert LinkKind.PRODUCTION_OF in {entry.kind for entry in followings_of(preservation)}
    assert LinkKind.PRODUCTION_OF not in {entry.kind for entry in followings_of(plain)}
