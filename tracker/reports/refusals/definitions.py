"""What each figure of refusals means."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from tracker.reports.base import Definition

DEFINITIONS: Final = (
    Definition(
        term=_("Counted"),
        text=_(
            "Requests sent within the period (received, where they ask us) by the as-of day, each once. A request that"
            " was reopened counts as it stood on that day."
        ),
    ),
    Definition(
        term=_("Refused"),
        text=_(
            "At least one thing asked for was refused with a ground by the as-of day, also where the request was"
            " reopened since. A return as deficient, a postponement and an answer that nothing was found are no"
            " refusals."
        ),
    ),
    Definition(
        term=_("Wholly"),
        text=_("The outcome on that day was a refusal: all was decided, and nothing was given."),
    ),
    Definition(
        term=_("In part"),
        text=_("Something was refused, and something else was given or not yet decided."),
    ),
    Definition(
        term=_("Of closed; of all"),
        text=_(
            "Refused wholly and closed, divided by the closed; refused wholly, divided by all. What is still open"
            " stands beside them and may be refused yet. Below the minimum number there is no rate."
        ),
    ),
    Definition(
        term=_("Consulted before"),
        text=_(
            "A consultation was opened before the refusal. None recorded: that nobody entered one does not say that"
            " none was held. A request refused twice may stand in both."
        ),
    ),
    Definition(
        term=_("Postponed"),
        text=_(
            "A postponement with a ground was recorded by the as-of day: no refusal. Its days are part of those of"
            " whoever held the paper."
        ),
    ),
    Definition(
        term=_("Days postponed"),
        text=_(
            "Until it was ended, until an answer, in part or in full, or the end of the request, or up to the as-of"
            " day: while some last, days each are a lower bound."
        ),
    ),
    Definition(
        term=_("Article"),
        text=_(
            "What the tables of instruments name for the ground, under the instrument of the request; “to be verified”"
            " where its text was not read."
        ),
    ),
    Definition(
        term=_("None; n/a"),
        text=_(
            "None: the tables name no article, which does not say that there is none. n/a: the request rests on no"
            " instrument."
        ),
    ),
    Definition(
        term=_("By ground"),
        text=_(
            "A request refused on two grounds stands in two rows: both the sum of the rows and the requests are"
            " printed. They refused: what we asked for. We refused: what was asked of us."
        ),
    ),
)
