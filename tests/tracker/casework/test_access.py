"""Who is responsible, who may see beyond the office, and what a link must not tell."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from tests import factories
from tests.tracker.casework.post import MARCH, Post
from tracker.accounts.models import User
from tracker.casework import services
from tracker.casework.errors import Refused, StaleVersion
from tracker.casework.models import AssistanceRequest, Event, Grant
from tracker.casework.policy import visible_to
from workflows.errors import ActionNotAllowed
from workflows.vocabulary import LinkKind, Role


@pytest.fixture
def reader(post: Post) -> User:
    return factories.user("Rea", role=Role.OFFICER, office=factories.office("TLL", host="EE"))


def granted(post: Post, row: AssistanceRequest, user: User, until_on: dt.date | None = None) -> Grant:
    return services.grant_access(row, user, until_on=until_on, **post.stamp(row, by=post.supervisor))


def test_only_supervisors_give_access_and_never_to_themselves(post: Post, reader: User) -> None:
    row = post.opened()
    for by in (post.officer, reader):
        with pytest.raises(ActionNotAllowed, match="role"):
            services.grant_access(row, reader, until_on=None, **post.stamp(row, by=by))
    with pytest.raises(Refused, match="themselves"):
        granted(post, row, post.supervisor)
    assert not Grant.objects.exists()
    assert Event.objects.filter(request=row).count() == 1


def test_access_is_sight_for_a_time(post: Post, reader: User) -> None:
    row = post.opened()
    granted(post, row, reader, MARCH + dt.timedelta(days=2))
    seen = [visible_to(reader, MARCH + dt.timedelta(days=days)).count() for days in (-1, 0, 1, 2)]
    assert seen == [0, 1, 1, 0]
    with pytest.raises(ActionNotAllowed):
        factories.done(row.__class__.objects.get(), "submit", by=reader, on=MARCH)
    with pytest.raises(Refused, match="has access already"):
        granted(post, row, reader)


@pytest.mark.parametrize("days", [0, -1])
def test_access_that_would_have_ended_is_refused(post: Post, reader: User, days: int) -> None:
    with pytest.raises((Refused, ValidationError)):
        granted(post, post.opened(), reader, MARCH + dt.timedelta(days=days))


def test_access_taken_away_is_gone_at_once_and_everywhere(post: Post, reader: User) -> None:
    row = post.opened()
    grant = granted(post, row, reader)
    later = MARCH + dt.timedelta(days=5)
    with pytest.raises(ActionNotAllowed):
        services.revoke_access(grant, **post.stamp(row, on=later))
    services.revoke_access(grant, **post.stamp(row, by=post.supervisor, on=later))
    for on in (
        later,
        later - dt.timedelta(days=1),
    ):  # the day before: it may still be that day where the reader is
        assert not visible_to(reader, on).exists()
    with pytest.raises(Refused, match="ended already"):
        services.revoke_access(grant, **post.stamp(row, by=post.supervisor, on=later))
    again = services.grant_access(row, reader, until_on=None, **post.stamp(row, by=post.supervisor, on=later))
    services.revoke_access(again, **post.stamp(row, by=post.supervisor, on=later))
    assert (again.from_on, again.until_on) == (later, later)
    assert not visible_to(reader, later).exists()
    assert str(again) == f"{reader.pk} sees {row.pk}"


def test_a_link_tells_nothing_of_what_one_may_not_see(post: Post, reader: User) -> None:
    row = post.opened()
    hidden = factories.opened(by=reader, office=factories.office("TLL"))
    with pytest.raises(Refused) as refused:
        services.link(row, hidden, LinkKind.DUPLICATE_OF, **post.stamp(row))
    assert hidden.reference not in str(refused.value)
    assert hidden.title not in str(refused.value)
    unsaved = AssistanceRequest(pk=10**9)
    with pytest.raises(Refused) as missing:
        services.link(row, unsaved, LinkKind.DUPLICATE_OF, **post.stamp(row))
    assert str(missing.value) == str(refused.value)


def test_a_link_is_made_once_and_never_to_itself(post: Post) -> None:
    row, target = post.opened(), post.opened()
    found = services.link(row, target, LinkKind.RENEWAL_OF, **post.stamp(row))
    assert str(found) == f"{row.pk} renewal_of {target.pk}"
    for other in (target, row):
        with pytest.raises(ValidationError):
            services.link(row, other, LinkKind.RENEWAL_OF, **post.stamp(row))


def test_the_officer_works_there_and_the_figures_follow(post: Post, reader: User) -> None:
    row = post.opened()
    with pytest.raises(Refused, match="does not work in"):
        services.reassign(row, reader, **post.stamp(row))
    with pytest.raises(ValidationError):
        services.reassign(row, post.supervisor, note="\x00", **post.stamp(row))
    row = services.reassign(row, post.supervisor, note="On leave", **post.stamp(row))
    assert row.officer == row.spells.get().officer == post.supervisor
    assert Event.objects.get(request=row, action="reassign").content.texts == {"note": "On leave"}


def test_every_write_asks_which_version_was_seen(post: Post, reader: User) -> None:
    row = post.opened()
    stale = post.stamp(row, by=post.supervisor) | {"seen_version": 0}
    for write in (
        lambda: services.reassign(row, post.officer, **stale),
        lambda: services.grant_access(row, reader, until_on=None, **stale),
        lambda: services.link(row, row, LinkKind.RENEWAL_OF, **stale),
        lambda: services.adopt(row, **stale),
        lambda: services.edit_dossier(row, services.Dossier(columns={}), **stale),
        lambda: services.correct(row, target=1, reason="?", **stale),
    ):
        with pytest.raises(StaleVersion) as caught:
            write()
        assert (caught.value.seen, caught.value.current.version) == (0, 1)
