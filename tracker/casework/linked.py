"""What hangs together with a request, two steps far, as its viewer may know it. Two queries, whatever is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from tracker.casework.case import ENDS, Case
from tracker.casework.models import AssistanceRequest, Link

FURTHER: Final = 12
"""So many links of the second step are told: what hangs together with everything tells nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """``near`` are the links of the request itself, ``further`` those of what they lead to, each between two requests
    that the viewer may see; of others nothing is told, not even that there are some."""

    row: AssistanceRequest
    near: tuple[Link, ...]
    further: tuple[Link, ...]

    def other(self, link: Link) -> AssistanceRequest:
        """The end of a near link that is not the request itself."""
        return link.target if link.request_id == self.row.pk else link.request


def linked_to(case: Case) -> Linked:
    """The links of ``case`` and of the requests at their other ends."""
    row, sees = case.row, case.viewer.sees
    ends = {pk for link in case.links for pk in (link.request_id, link.target_id)} - {row.pk}
    rows = Link.objects.filter(Q(request__in=ends) | Q(target__in=ends))
    further = rows.exclude(Q(request=row) | Q(target=row)).filter(sees("request"), sees("target"))
    return Linked(
        row=row, near=case.links, further=tuple(further.select_related(*ENDS).order_by("pk")[:FURTHER])
    )
