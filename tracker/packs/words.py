"""What a pack says of itself: what stands in place of a figure, and what its readers must know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext

from tracker.accounts.models import Office
from tracker.packs.suppression.tables import MARK

if TYPE_CHECKING:
    from tracker.casework.models.sight import Sight
    from tracker.reports.models import Publication

Pair = tuple[str, str]


def legend(hide_under: int | None) -> Iterator[Pair]:
    """Each sign, and what it means: zero, not applicable, not available and not recorded are four things."""
    yield "0", gettext("Zero: counted, and there was none.")
    yield (
        gettext("n/a"),
        gettext("Not applicable: the figure has no meaning here, as a share of nothing has none."),
    )
    yield (
        gettext("other words in a cell"),
        gettext(
            "Not available: why the figure is not given, as “n < 5”, too few for a rate, or “not reached”."
        ),
    )
    yield (
        gettext("Not available"),
        gettext("In place of a table: why the register cannot tell. It is neither zero nor known."),
    )
    if hide_under:
        yield (
            MARK,
            gettext("Hidden: a count from 1 to %(most)s, or a figure from which one could be computed back.")
            % {"most": hide_under - 1},
        )


def cautions(hide_under: int | None, not_found: int) -> Iterator[str]:
    """What whoever hands the pack on must know. ``not_found``: figures that took all with them that hangs together."""
    if hide_under:
        yield gettext(
            "By the sums that are looked for, within tables, between tables of the same requests and of rows that read"
            " alike in two of them, no hidden figure can be computed from the others here, nor told to be under"
            " %(hide_under)s. Two packs of overlapping periods can"
            " be held against each other, the other pack of the same period, one with another day, threshold or"
            " offices, and reports that are published: hand out one."
        ) % {"hide_under": hide_under}
        yield gettext(
            "Rows stand by name, figures lead nowhere, and notes that repeat figures are left out, since each would"
            " tell something of what is hidden."
        )
    if not_found:
        yield gettext(
            "More is hidden than must be: for some figures (%(number)s) the search for the least was ended, and all"
            " that adds up with them is hidden."
        ) % {"number": not_found}


def offices_counted(sight: Sight) -> str:
    """The offices whose requests are all counted, and whether single ones of others are. One query."""
    found = Office.objects.filter(pk__in=sight.offices).order_by("code")
    named = [f"{office.name} ({office.code})" for office in found]
    if sight.single:
        named.append(gettext("single requests of other offices that were granted"))
    return "; ".join(named) or gettext("none")


def published_as(publication: Publication) -> str:
    """Where the same figures are kept for good."""
    return gettext("Published with the same figures on %(day)s as %(id)s.") % {
        "day": date_format(publication.published_at, "DATE_FORMAT"),
        "id": publication.uuid,
    }
