"""What is asked of memberships and what each figure means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_lazy as _

from tracker.directory.models import TreatyRegister
from tracker.reports.base import Definition
from tracker.reports.parts import EMPTY, OpenChoiceField, Part


def _registers() -> Iterator[tuple[str, object]]:
    yield from EMPTY
    yield from TreatyRegister.objects.order_by("name").values_list("instrument", "name")


REGISTER: Final = Part(
    fields={"register": OpenChoiceField(label=_("Instrument or network"), required=False, choices=_registers)}
)
"""One list of the directory; all of them where none is chosen."""

DEFINITIONS: Final = (
    Definition(
        term=_("Signatories"),
        text=_("Those who had signed by the end of the as-of day, whether or not they became Parties."),
    ),
    Definition(
        term=_("Parties"),
        text=_(
            "Those who had ratified or acceded, in their own right, by the end of the day and had not left: counted by"
            " their deposits, as registers do. An extension to a territory is no Party."
        ),
    ),
    Definition(term=_("Signed only"), text=_("Signatories that were certainly no Parties on the as-of day.")),
    Definition(
        term=_("In force for"),
        text=_(
            "Those whom it bound in their own right on the as-of day; of groups and networks their members."
        ),
    ),
    Definition(
        term=_("Perhaps"),
        text=_(
            "Those of whom the sources give only a day by which it had happened, or nothing after the day that they"
            " describe. The number beside it is a minimum; both together are the most."
        ),
    ),
    Definition(
        term=_("List complete as of"),
        text=_("Up to this day whoever is not listed was not bound; after it silence means nothing."),
    ),
)
