"""Published figures as rows. What was published is exact; every other detail is made up."""

from __future__ import annotations

import datetime as dt

from tests import factories
from tests.tracker.reports.facts import fact, many
from tracker.accounts.models import Office
from tracker.casework.models import AssistanceRequest, Spell
from tracker.directory.models import Jurisdiction
from workflows.vocabulary import Direction, OffenceCategory, Outcome, Stage


def ten_letters(office: Office) -> None:
    """Write the ten letters of 2010, two of them answered."""
    china = factories.jurisdiction("CN")
    Jurisdiction.objects.filter(pk=china.pk).update(name="China")
    for month in range(1, 11):
        sent = dt.date(2010, month, 1)
        answered = sent + dt.timedelta(days=100 + month) if month < 3 else None
        fact(
            office, sent, to=china, answered=answered, outcome=Outcome.EXECUTED if answered else Outcome.OPEN
        )


ORIGINS = {"Europe": 47, "UK and Channel Islands": 24, "Asia": 7, "Africa": 5, "United States": 4, "South America": 2,
           "Australia": 1}  # fmt: skip
TAGS = {
    OffenceCategory.FRAUD: 53, OffenceCategory.MONEY_LAUNDERING: 30, OffenceCategory.THEFT: 12,
    OffenceCategory.CORRUPTION: 11, OffenceCategory.DRUGS: 11, OffenceCategory.OTHER: 10, OffenceCategory.VIOLENCE: 2,
    OffenceCategory.ORGANISED_CRIME: 2, OffenceCategory.INSIDER_TRADING: 1, OffenceCategory.COUNTERFEITING: 1,
    OffenceCategory.KIDNAPPING: 1,
}  # fmt: skip


def received(office: Office) -> None:
    """Ninety rows with the published marginals, each of the first 44 with a second offence."""
    origins = [
        factories.jurisdiction(f"X{place}", region=region)
        for place, (region, number) in enumerate(ORIGINS.items())
        for _one in range(number)
    ]
    tags = [tag for tag, number in TAGS.items() for _one in range(number)]
    outcomes = (
        [Outcome.EXECUTED] * 29
        + [Outcome.PARTLY_EXECUTED] * 5
        + [Outcome.WITHDRAWN] * 9
        + [Outcome.OPEN] * 47
    )
    for number, (origin, outcome) in enumerate(zip(origins, outcomes, strict=True)):
        sent = dt.date(2020, 1, 1) + dt.timedelta(days=4 * number)
        fact(
            office,
            sent,
            to=origin,
            direction=Direction.INCOMING,
            channel="treaty",
            offences={tags[number], *tags[90 + number : 91 + number]},
            outcome=outcome,
            answered=dt.date(2020, 12, 20) if number < 34 else None,
            closed=dt.date(2020, 12, 21) if outcome is Outcome.WITHDRAWN else None,
        )


def ninety_closed(office: Office) -> None:
    """Close what was received as was published: at the year's end 47 of the ninety were pending."""
    received(office)
    formal = AssistanceRequest.objects.filter(outcome=Outcome.EXECUTED)
    informal = AssistanceRequest.objects.filter(outcome=Outcome.PARTLY_EXECUTED)
    for rows in (formal, informal):
        closed = dt.date(2020, 12, 22)
        Spell.objects.filter(request__in=rows).update(closed_on=closed)
        rows.update(closed_on=closed, stage=Stage.CLOSED.value)


def investigation_orders(office: Office) -> None:
    """Cases by year as Eurojust reported them in 2024; when each began and ended within its year is made up."""
    long_ago, end = dt.date(2021, 5, 3), dt.date(2022, 9, 9)
    many(office, 2088, sent=long_ago, closed=end)
    many(office, 2708 - 2088, sent=long_ago, closed=dt.date(2023, 3, 1))
    many(office, 2707, sent=dt.date(2022, 4, 4))
    many(office, 2972, sent=dt.date(2023, 6, 6))


def fifteen_late(office: Office) -> None:
    """What had been missing a year later: five cases that were going on, ten that had been new."""
    many(office, 5, sent=dt.date(2022, 11, 11))
    many(office, 10, sent=dt.date(2023, 7, 7))
