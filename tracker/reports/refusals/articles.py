"""Which article lets a request be refused or postponed on a ground, as far as the tables of instruments name one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from django.utils.translation import gettext

from tracker.casework import table_labels
from tracker.casework.filtering.narrowing import ABSENT
from tracker.casework.filtering.refused import Refused
from tracker.casework.filtering.stretched import YES
from tracker.reports.base import Cell, Column, Question, Row, Table
from tracker.reports.cells import count, unknown
from tracker.reports.dimensions import DIMENSIONS, GroupBy
from tracker.reports.refusals.counting import Refusal, counted
from tracker.reports.refusals.postponed import Line
from tracker.reports.refusals.tables import KNOWN, ground_label
from workflows import registry
from workflows.deadlines import Citation, Mark
from workflows.vocabulary import Ground

ARTICLES: Final = "articles"
Key = tuple[str, str]
"""A ground, and an instrument or none."""


def articles_table(refused: Iterable[Refusal], postponed: Iterable[Line], question: Question) -> Table:
    """Each ground under each instrument, the most frequent first."""
    refusals = {
        key: row.refused
        for key, row in counted(refused, lambda line: (line.ground, line.instrument)).items()
        if key[0]
    }
    delays: Counter[Key] = Counter()
    for line in postponed:
        if line.ground:
            delays[line.ground, line.instrument] += line.postponed.requests
    keys = sorted(refusals.keys() | delays.keys(), key=lambda key: (-refusals.get(key, 0), key))
    return Table(
        key=ARTICLES,
        title=gettext("Grounds by instrument, with the article"),
        heading=gettext("Ground"),
        columns=(
            Column(label=gettext("Instrument"), keys=("instrument",), is_worded=True),
            Column(label=gettext("Article"), keys=("article",), is_worded=True),
            Column(label=gettext("Refused"), keys=("refused",)),
            Column(label=gettext("Postponed"), keys=("postponed",)),
        ),
        rows=tuple(
            Row(
                label=ground_label(ground),
                code=f"{ground}/{instrument or ABSENT}",
                cells=(
                    *_cited(ground, instrument),
                    *_counts((ground, instrument), refusals, delays, question),
                ),
            )
            for ground, instrument in keys
        ),
    )


def _counts(
    key: Key, refusals: Mapping[Key, int], delays: Mapping[Key, int], question: Question
) -> Iterator[Cell]:
    there = {"ground": key[0], "instrument": key[1] or ABSENT}
    yield count(refusals.get(key, 0), question.narrowed(refused=Refused.YES.value, **there))
    yield count(delays.get(key, 0), question.narrowed(postponed=YES, **there))


def _cited(ground: str, instrument: str) -> Iterator[Cell]:
    name = DIMENSIONS[GroupBy.INSTRUMENT].label_of((instrument,))
    yield Cell(text=name, values=(name,))
    law = registry.INSTRUMENTS.get(instrument)
    if not instrument:
        yield unknown(gettext("n/a"))
        return
    cited = law.grounds.get(Ground(ground), ()) if law and ground in KNOWN else ()
    text = "; ".join(map(_words, cited))
    yield Cell(text=text, values=(text,)) if text else unknown(gettext("none in our tables"))


def _words(cited: Citation) -> str:
    """The article, with what is said of its text where that was not read."""
    return (
        cited.article if cited.mark is Mark.VERIFIED else f"{cited.article} ({table_labels.MARK[cited.mark]})"
    )
