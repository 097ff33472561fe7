"""What rights are made of. Pure rules over facts that the queries gather."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tracker.accounts.choices import TokenState
from workflows.vocabulary import Role

INHERITED_ROLES: Final = frozenset({Role.SUPERVISOR, Role.AUDITOR})
"""Roles that reach the offices below; everybody else's role ends at their own office."""

ADMINISTERED_MODELS: Final = frozenset(
    {
        "accountevent",
        "apitoken",
        "allowedhost",
        "authority",
        "contactpoint",
        "directorychange",
        "engagement",
        "holiday",
        "jurisdiction",
        "liaisonpost",
        "membership",
        "office",
        "officerung",
        "recount",
        "relationshipgroup",
        "treatyregister",
        "treatystatus",
        "user",
    }
)
"""Models that administrators reach in the administration; never one that holds the content of a case."""

Held = tuple[int, Role]
"""An office's id and the role held there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeScope:
    """The ids of the offices where a user counts as each role on a date."""

    officer: frozenset[int] = frozenset()
    supervisor: frozenset[int] = frozenset()
    administrator: frozenset[int] = frozenset()
    auditor: frozenset[int] = frozenset()

    @property
    def working(self) -> frozenset[int]:
        """Offices whose requests the user handles or supervises."""
        return self.officer | self.supervisor

    @property
    def everywhere(self) -> frozenset[int]:
        """Offices in which the user has any role at all."""
        return self.working | self.administrator | self.auditor

    def within(self, offices: frozenset[int]) -> OfficeScope:
        """The same, so far as it lies in those offices."""
        return OfficeScope(
            officer=self.officer & offices,
            supervisor=self.supervisor & offices,
            administrator=self.administrator & offices,
            auditor=self.auditor & offices,
        )

    def of_role(self, role: Role) -> frozenset[int]:
        """Offices in which the user counts as `role`."""
        return {
            Role.OFFICER: self.officer,
            Role.SUPERVISOR: self.supervisor,
            Role.ADMINISTRATOR: self.administrator,
            Role.AUDITOR: self.auditor,
        }[role]

    def roles_in(self, office_id: int) -> frozenset[Role]:
        """Roles that the user has in one office."""
        return frozenset(role for role in Role if office_id in self.of_role(role))


def scope(held: Iterable[Held], *, parents: Mapping[int, int | None]) -> OfficeScope:
    """Spread the roles held over the tree of offices, where they are inherited."""
    held = frozenset(held)
    reached = {role: frozenset(_offices(held, role=role, parents=parents)) for role in Role}
    return OfficeScope(
        officer=reached[Role.OFFICER],
        supervisor=reached[Role.SUPERVISOR],
        administrator=reached[Role.ADMINISTRATOR],
        auditor=reached[Role.AUDITOR],
    )


def ancestry(office_id: int, *, parents: Mapping[int, int | None]) -> Iterator[int]:
    """Yield an office and those above it, nearest first, each once, even in a tree broken by a cycle."""
    seen: set[int] = set()
    current: int | None = office_id
    while current is not None and current not in seen:
        seen.add(current)
        yield current
        current = parents.get(current)


def descent(office_id: int, *, parents: Mapping[int, int | None]) -> frozenset[int]:
    """Return an office and all those below it."""
    return frozenset(one for one in parents if office_id in ancestry(one, parents=parents))


def makes_cycle(office_id: int, *, new_parent_id: int | None, parents: Mapping[int, int | None]) -> bool:
    """Would the office come to stand below itself?"""
    return new_parent_id is not None and office_id in ancestry(new_parent_id, parents=parents)


def token_state(row_says: TokenState, *, within: OfficeScope) -> TokenState:
    """Suspend a token whose user has no role left `within` its office: an empty list would read as "nothing there"."""
    return TokenState.SUSPENDED if row_says == TokenState.VALID and not within.everywhere else row_says


def _offices(held: Collection[Held], *, role: Role, parents: Mapping[int, int | None]) -> Iterator[int]:
    own = {office_id for office_id, held_role in held if held_role == role}
    if role not in INHERITED_ROLES:
        yield from own
        return
    for office_id in parents:
        if not own.isdisjoint(ancestry(office_id, parents=parents)):
            yield office_id
