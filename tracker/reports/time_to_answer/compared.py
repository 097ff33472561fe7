"""The comparison of the rows, in a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext, ngettext

from tracker.reports import words
from tracker.reports.base import Question
from tracker.reports.comparing import compare
from tracker.reports.dimensions import Dimension
from tracker.reports.time_to_answer.lives import Ranked

COMPARED_AT_MOST = 50


def compared(ranked: Ranked, dimension: Dimension, question: Question) -> Iterator[str]:
    """What the test says of the rows with enough requests, or why it is not made."""
    groups = [lives.group() for _values, lives in ranked if lives.number() >= question.minimum]
    if dimension.is_multiple:
        yield gettext("A request may stand in several rows: they are not compared by a test.")
    elif len(groups) > COMPARED_AT_MOST:
        yield gettext("More than %(number)s rows are not compared by a test.") % {"number": COMPARED_AT_MOST}
    else:
        found = compare(groups)
        if found:
            yield ngettext(
                "Comparison of the %(number)s rows with enough requests (Gray's test): chi-squared %(statistic)s with"
                " %(freedom)s degree of freedom, p %(chance)s.",
                "Comparison of the %(number)s rows with enough requests (Gray's test): chi-squared %(statistic)s with"
                " %(freedom)s degrees of freedom, p %(chance)s.",
                found.freedom,
            ) % {
                "number": len(groups),
                "statistic": words.decimal(found.statistic),
                "freedom": found.freedom,
                "chance": words.chance(found.chance),
            }
