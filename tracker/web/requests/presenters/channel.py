"""What is known of a channel: whether its evidence can be used in court, and how long answers take."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.casework.table_labels import COURT, MARK
from tracker.web.requests.presenters.wording import COURT_TONE
from workflows.deadlines import Citation
from workflows.engine import Channel
from workflows.messages import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """A statement with the text that it rests on."""

    words: Message
    article: str
    read_at: str
    mark: str
    mark_words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    label: Message
    summary: Message
    court_tone: str
    court: str
    admissibility: Sourced
    expectation: Sourced


def about(channel: Channel) -> About:
    """The channel's own statements, as the page prints them."""
    admissibility, expectation = channel.admissibility, channel.expectation
    return About(
        label=channel.label,
        summary=channel.summary,
        court_tone=COURT_TONE[admissibility.court].value,
        court=str(COURT[admissibility.court]),
        admissibility=_sourced(admissibility.words, admissibility.citation),
        expectation=_sourced(expectation.words, expectation.citation),
    )


def _sourced(words: Message, citation: Citation) -> Sourced:
    return Sourced(
        words=words,
        article=citation.article,
        read_at=citation.read_at,
        mark=citation.mark.value,
        mark_words=str(MARK[citation.mark]),
    )
