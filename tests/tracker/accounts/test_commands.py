"""Accounts made on the command line, and the check that demonstration accounts never reach production."""

from __future__ import annotations

import stat
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from tests import factories
from tracker import checks, clock
from tracker.accounts import queries, services
from tracker.accounts.choices import Scope
from tracker.accounts.models import AccountEvent, ApiToken, Office, User
from tracker.management.commands.demo_accounts import FILE_NAME, USERS
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

CODES = ("US", "CN", "EE", "UA", "RO", "JE")


def run(*arguments: str) -> str:
    """Run a command and return what it printed."""
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def data(tmp_path: Path, settings: Settings) -> Path:
    """An empty data folder, and the jurisdictions of the demonstration."""
    settings.DATA = tmp_path
    for code in CODES:
        factories.jurisdiction(code)
    return tmp_path


class TestDemonstration:
    def test_one_per_role_and_each_password_opens(self, data: Path) -> None:
        run("demo_accounts")
        file = data / FILE_NAME
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        passwords = dict(line.split()[:2] for line in file.read_text().splitlines())
        assert len(set(passwords.values())) == len(USERS)
        for person in USERS:
            user = User.objects.get(email=person.email)
            assert user.is_demonstration
            assert user.check_password(passwords[person.email])
            today = clock.today("UTC")
            assert person.role in queries.offices_of(user, today).roles_in(
                Office.objects.get(code=person.office).pk
            )
        assert {person.role for person in USERS} == set(Role)
        assert services.verify() == []

    def test_headquarters_supervises_the_posts_and_not_jersey(self, data: Path) -> None:
        run("demo_accounts")
        supervisor = User.objects.get(email="supervisor@example.org")
        found = queries.offices_of(supervisor, clock.today("UTC")).supervisor
        codes = set(Office.objects.filter(pk__in=found).values_list("code", flat=True))
        assert codes == {"HQ", "BEJ", "TLL", "KYI", "BUH"}

    def test_a_second_run_changes_and_prints_nothing(self, data: Path) -> None:
        first = run("demo_accounts")
        kept, events = (data / FILE_NAME).read_text(), AccountEvent.objects.count()
        second = run("demo_accounts")
        assert "officer.beijing@example.org" in first
        assert "officer.beijing@example.org" not in second
        assert (data / FILE_NAME).read_text() == kept
        assert AccountEvent.objects.count() == events

    def test_lost_passwords_are_replaced(self, data: Path) -> None:
        run("demo_accounts")
        before = (data / FILE_NAME).read_text()
        run("demo_accounts", "--new-passwords")
        after = (data / FILE_NAME).read_text()
        assert len(after.splitlines()) == len(before.splitlines())
        assert not set(after.splitlines()) & set(before.splitlines())

    def test_without_reference_data_nothing_is_made(self, tmp_path: Path, settings: Settings) -> None:
        settings.DATA = tmp_path
        with pytest.raises(CommandError, match="Load fixtures/reference first"):
            run("demo_accounts")
        assert not Office.objects.exists()
        assert list(tmp_path.iterdir()) == []

    def test_the_check_for_deployment_fails_while_one_can_sign_in(self, data: Path) -> None:
        assert checks.no_demonstration_account() == []
        run("demo_accounts")
        assert [error.id for error in checks.no_demonstration_account()] == ["tracker.E001"]
        with pytest.raises(Exception, match="demonstration accounts can sign in"):
            call_command("check", "--deploy", "--tag", "security", "--fail-level", "ERROR")
        User.objects.update(is_active=False)
        assert checks.no_demonstration_account() == []


class TestFirstAdministrator:
    def test_an_office_and_then_an_account(self) -> None:
        factories.jurisdiction("US")
        place = ("--name", "Head office", "--own", "US", "--time-zone", "America/New_York")
        assert "HQ Head office" in run("create_office", "hq", *place)
        person = ("--name", "Ada", "--role", "administrator", "--office", "hq")
        email, password = run("create_account", "Ada@Example.org", *person).split()
        user = User.objects.get(email=email)
        assert (email, user.time_zone) == ("ada@example.org", "America/New_York")
        assert user.check_password(password)
        assert not user.is_demonstration
        assert queries.is_administrator(user, clock.today(user.time_zone))

    def test_below_another(self) -> None:
        headquarters = factories.office("HQ", host="US")
        factories.jurisdiction("CN")
        place = ("--name", "Beijing", "--own", "US", "--host", "CN", "--time-zone", "Asia/Shanghai")
        run("create_office", "BEJ", *place, "--parent", "HQ")
        assert Office.objects.get(code="BEJ").parent == headquarters

    @pytest.mark.parametrize(
        ("arguments", "reason"),
        [
            (
                ("create_office", "X", "--name", "X", "--own", "XX", "--time-zone", "UTC"),
                "no jurisdiction XX",
            ),
            (
                ("create_office", "X", "--name", "X", "--own", "US", "--time-zone", "UTC", "--parent", "NO"),
                "no office NO",
            ),
            (("create_office", "HQ", "--name", "X", "--own", "US", "--time-zone", "UTC"), "already exists"),
            (
                ("create_account", "x@x.org", "--name", "X", "--role", "officer", "--office", "NO"),
                "no office NO",
            ),
            (("create_account", "x", "--name", "X", "--role", "officer", "--office", "HQ"), "valid email"),
        ],
    )
    def test_a_refusal_says_what_to_do(self, arguments: tuple[str, ...], reason: str) -> None:
        factories.office("HQ", host="US")
        with pytest.raises(CommandError, match=reason):
            run(*arguments)
        assert not User.objects.exists()


class TestPrograms:
    @pytest.fixture
    def feed(self) -> User:
        factories.office("BEJ")
        person = ("--name", "Case system", "--role", "officer", "--office", "bej", "--service")
        assert run("create_account", "Feed@Example.org", *person).split() == ["feed@example.org"]
        return User.objects.get(email="feed@example.org")

    def test_an_account_without_a_password_and_a_token_printed_once(self, feed: User) -> None:
        assert feed.is_service
        assert not feed.has_usable_password()
        scopes = ("--scope", "read", "--scope", "write", "--days", "30")
        secret = run(
            "create_token", "Feed@example.org", "--office", "bej", "--label", "Feed", *scopes
        ).strip()
        token = services.token_of(secret)
        assert token
        assert (token.user, token.created_by, token.scopes) == (
            feed,
            None,
            frozenset({Scope.READ, Scope.WRITE}),
        )
        assert (token.expires_at - token.created_at).days == 30
        assert services.verify() == []

    def test_it_reads_unless_told_otherwise(self, feed: User) -> None:
        token = services.token_of(
            run("create_token", feed.email, "--office", "BEJ", "--label", "Feed").strip()
        )
        assert token
        assert token.scopes == {Scope.READ}

    @pytest.mark.parametrize(
        ("email", "more", "reason"),
        [
            ("nobody@example.org", {}, "no program nobody"),
            ("ann@example.org", {}, "no program ann"),
            ("feed@example.org", {"--office": "NO"}, "no office NO"),
            ("feed@example.org", {"--office": "KYI"}, "in which there is a role"),
            ("feed@example.org", {"--days": "0"}, "a number from 1 to 366"),
            ("feed@example.org", {"--days": "367"}, "a number from 1 to 366"),
            ("feed@example.org", {"--scope": "admin"}, "invalid choice"),
            ("feed@example.org", {"--label": " "}, "cannot be blank"),
        ],
    )
    def test_a_refusal_says_what_to_do(
        self, feed: User, email: str, more: dict[str, str], reason: str
    ) -> None:
        factories.user("Ann", role=Role.OFFICER, office=factories.office("BEJ"))
        factories.office("KYI")
        options = {"--office": "BEJ", "--label": "Feed", **more}
        with pytest.raises(CommandError, match=reason):
            run("create_token", email, *[part for pair in options.items() for part in pair])
        assert not ApiToken.objects.exists()
