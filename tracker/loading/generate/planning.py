"""Draws requests: whose, to whom, about what, when; then lets their stories run up to the present."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from tracker.accounts.models import Office, User
from tracker.accounts.queries import head_of, members_of
from tracker.casework.services import Dossier, ItemDraft
from tracker.directory.models import Authority, Jurisdiction
from tracker.loading.generate.beats import ASKED, BEATS, Beat
from tracker.loading.generate.diary import Diary, PresentReached
from tracker.loading.generate.plans import Plan
from tracker.loading.generate.stories import fate_of, live
from tracker.loading.generate.words import THEMES, Theme
from workflows import registry
from workflows.vocabulary import DataCategory, Direction, ItemType, OffenceCategory, Role, Urgency

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from workflows.engine import Procedure

INTRODUCED: Final = dt.timedelta(days=240)
"""So long before the present the program was introduced; what is older came in as imported history."""
OLDEST: Final = 900
ADOPTED: Final = dt.timedelta(days=220)
"""Imported history that was younger than this when the program was introduced was adopted then."""
EXACT: Final = frozenset({"network_24_7", "direct_provider"})
CATEGORIES: Final = {
    ItemType.SUBSCRIBER: DataCategory.SUBSCRIBER,
    ItemType.TRAFFIC: DataCategory.TRAFFIC,
    ItemType.CONTENT: DataCategory.CONTENT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """An office with the people who work there, and whoever approves."""

    office: Office
    officers: tuple[User, ...]
    supervisor: User


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Everybody and everything that the beats name, read once."""

    desks: Mapping[str, Desk]
    jurisdictions: Mapping[str, Jurisdiction]
    authorities: Mapping[str, Authority]


class CastMissingError(Exception):
    """The demonstration's accounts or directory are not there."""


def cast_on(on: dt.date) -> Cast:
    """Read the cast; raises CastMissingError with the codes that are missing."""
    offices = {
        office.code: office for office in Office.objects.filter(code__in={beat.office for beat in BEATS})
    }
    jurisdictions = {
        row.code: row for row in Jurisdiction.objects.filter(code__in={beat.to for beat in BEATS})
    }
    authorities = {
        row.code: row for row in Authority.objects.filter(code__in={beat.authority for beat in BEATS})
    }
    desks = {code: desk for code, office in offices.items() if (desk := _desk(office, on))}
    wanted = {code for beat in BEATS for code in (beat.office, beat.to, beat.authority)}
    missing = wanted - desks.keys() - jurisdictions.keys() - authorities.keys()
    if missing:
        raise CastMissingError(", ".join(sorted(missing)))
    return Cast(desks=desks, jurisdictions=jurisdictions, authorities=authorities)


def _desk(office: Office, on: dt.date) -> Desk | None:
    heads = head_of(office, on)
    officers = tuple(members_of(office, Role.OFFICER, on).order_by("email")) or heads
    return Desk(office=office, officers=officers, supervisor=heads[0]) if heads else None


def plans(count: int, *, seed: int, until: dt.date, cast: Cast) -> Iterator[Plan]:
    """Yield as many plans; each depends on the seed and its own number only, so a longer run begins alike."""
    for number in range(count):
        rng = Random(f"{seed}/{number}")  # noqa: S311  # nothing secret is drawn
        beat = rng.choices(BEATS, [beat.weight for beat in BEATS])[0]
        yield _plan(rng, beat, until=until, cast=cast)


def _plan(rng: Random, beat: Beat, *, until: dt.date, cast: Cast) -> Plan:
    desk = cast.desks[beat.office]
    present = dt.datetime.combine(until, dt.time(), tzinfo=dt.UTC)
    types = rng.choice(ASKED[beat.channel])
    procedure = registry.channel(beat.channel).procedure(beat.direction)
    diary = _diary(rng, beat, desk, present, len(types))
    opened = diary.now
    dossier = _dossier(rng, beat, types, diary, cast)
    diary.do(procedure.create, texts=_received_with(dossier))
    _tell(diary, procedure, beat.channel, types)
    if diary.introduced - opened < ADOPTED:
        diary.adopt()
    first, *steps = diary.steps
    return Plan(
        office=desk.office,
        direction=beat.direction,
        channel=beat.channel,
        dossier=dossier,
        first=first,
        steps=tuple(steps),
    )


def _tell(diary: Diary, procedure: Procedure, channel: str, types: tuple[ItemType, ...]) -> None:
    try:
        live(diary, procedure, channel, fate_of(diary, channel), types)
    except PresentReached:
        return


def _received_with(dossier: Dossier) -> dict[str, Any]:
    number = dossier.columns["their_reference"]
    return {"their_reference": number} if number else {}


def _diary(rng: Random, beat: Beat, desk: Desk, present: dt.datetime, items: int) -> Diary:
    zone = desk.office.time_zone
    age = _age(rng, beat)
    day = (present - dt.timedelta(days=age)).astimezone(ZoneInfo(zone))
    hour = rng.randrange(24) if beat.channel in EXACT else rng.randint(9, 15)
    begin = day.replace(hour=hour, minute=rng.randrange(60), second=0, microsecond=0)
    return Diary(
        rng=rng,
        now=begin.astimezone(dt.UTC),
        zone=zone,
        until=present,
        introduced=present - INTRODUCED,
        officer=rng.choice(desk.officers),
        supervisor=desk.supervisor,
        exact=beat.channel in EXACT,
        items=tuple(str(number) for number in range(1, items + 1)),
    )


def _age(rng: Random, beat: Beat) -> float:
    """Days before the present on which it begins: recent ones are denser, and a preservation may be about to lapse."""
    if beat.channel == "network_24_7" and rng.random() < 0.4:
        return rng.uniform(50, 60)
    # At least a day ago, whatever the zone of the office.
    return 2 + (OLDEST - 2) * rng.random() ** 2


def _dossier(rng: Random, beat: Beat, types: tuple[ItemType, ...], diary: Diary, cast: Cast) -> Dossier:
    place = cast.jurisdictions[beat.to]
    theme = rng.choice(THEMES)
    columns: dict[str, Any] = {
        "officer": diary.officer,
        "jurisdiction": place,
        "instrument": beat.instrument,
        "legal_basis": beat.basis,
        "title": theme.title % {"place": place.name},
        "facts": theme.facts % {"place": place.name},
        "case_number": f"{rng.randint(100, 999)}-{diary.now.year}-{rng.randint(10000, 99999)}",
        "language": "English",
        "illustrative": True,
        "their_reference": "",
        **_parties(beat, cast),
        **_urgency(rng, beat, diary),
    }
    if beat.direction is Direction.INCOMING:
        columns["their_reference"] = f"{beat.to} {rng.randint(10, 99)} AR {rng.randint(100, 999)}"
    return Dossier(columns=columns, items=_items(rng, types), offences=_offences(theme))


def _parties(beat: Beat, cast: Cast) -> dict[str, Authority]:
    side = "requesting_authority" if beat.direction is Direction.INCOMING else "requested_authority"
    return {side: cast.authorities[beat.authority]}


def _urgency(rng: Random, beat: Beat, diary: Diary) -> dict[str, Any]:
    if beat.channel not in EXACT and rng.random() < 0.85:
        return {"urgency": Urgency.ROUTINE.value}
    return {
        "urgency": Urgency.URGENT.value,
        "urgency_reason": "The logs are kept for 90 days only.",
        "needed_by": diary.now.date() + dt.timedelta(days=rng.randint(30, 120)),
    }


def _items(rng: Random, types: tuple[ItemType, ...]) -> tuple[ItemDraft, ...]:
    return tuple(
        ItemDraft(
            type=kind.value,
            data_category=CATEGORIES[kind].value if kind in CATEGORIES else "",
            identifiers=(_identifier(rng),) if index == 0 else (),
        )
        for index, kind in enumerate(types)
    )


def _identifier(rng: Random) -> tuple[str, str]:
    """An address of the ranges and domains that are kept free for examples."""
    if rng.random() < 0.5:
        return "IP address", f"203.0.113.{rng.randint(1, 254)}"
    return "e-mail address", f"account{rng.randint(1000, 9999)}@example.net"


def _offences(theme: Theme) -> tuple[Mapping[str, OffenceCategory], ...]:
    return tuple({"category": category} for category in theme.offences)
