"""Our own record, and what the next days bring, in words: each share with its interval, and over what it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from tracker.directory.models import Jurisdiction
from tracker.reports import words
from tracker.reports.chances import Ahead, Record
from tracker.reports.incidence import Share
from tracker.web.addresses import register_address
from tracker.words import spoken
from workflows import registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A figure in words; ``is_known`` is false where it stands for why there is none."""

    label: str
    text: str
    is_known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ChancesView:
    """What the page prints. ``over``: whose requests; ``note``: why not those of the channel, or why no share."""

    over: str
    sent: str
    sent_url: str
    answered: str
    answered_url: str
    open: str
    note: str
    lines: tuple[Line, ...]
    report_url: str


def chances_view(record: Record, jurisdiction: Jurisdiction, channel: str) -> ChancesView:
    """``channel`` is the one that was asked for."""
    return ChancesView(
        over=_over(record, jurisdiction),
        sent=words.count(record.sent),
        sent_url=register_address(record.rows),
        answered=words.count(record.answered),
        answered_url=register_address(record.answered_rows),
        open=words.count(record.open),
        note=_note(record, channel),
        lines=tuple(_ahead(record.ahead) if record.ahead else _within(record)),
        report_url=_report(record),
    )


def _over(record: Record, jurisdiction: Jurisdiction) -> str:
    names = {"jurisdiction": jurisdiction.name, "channel": _channel(record.rows.channel)}
    if record.rows.channel:
        return _("Requests to %(jurisdiction)s that you may see, by this channel: %(channel)s") % names
    return _("Requests to %(jurisdiction)s that you may see, by any channel") % names


def _channel(key: str) -> str:
    return spoken(registry.CHANNELS[key].label) if key else ""


def _note(record: Record, channel: str) -> str:
    few = record.ahead.at_risk if record.ahead else record.sent
    told = {"minimum": record.minimum, "channel": _channel(channel), "few": words.count(few)}
    if few < record.minimum and record.ahead:
        return (
            _("No chance is given: %(few)s waited for so long, and it takes %(minimum)s to say something.")
            % told
        )
    if few < record.minimum:
        return _("No share is given: it takes %(minimum)s to say something.") % told
    if not record.rows.channel:
        return _("Fewer than %(minimum)s by this channel (%(channel)s), so all channels are counted.") % told
    return ""


def _within(record: Record) -> Iterator[Line]:
    for one in record.within:
        label = _("Answer within %(days)s days") % {"days": one.days}
        yield _line(label, one.share, _("not observed so long"))


def _ahead(ahead: Ahead) -> Iterator[Line]:
    if ahead.answer is None and ahead.at_risk == 0:
        return
    yield Line(
        label=_("Waited for more than %(age)s days") % {"age": words.count(ahead.age)},
        text=words.count(ahead.at_risk),
    )
    causes = (
        (_("Answer in the next %(days)s days"), ahead.answer),
        (_("Refusal in the next %(days)s days"), ahead.refusal),
        (_("Ending without answer in the next %(days)s days"), ahead.ended),
    )
    for label, share in causes:
        yield _line(label % {"days": ahead.days}, share, _("undefined"))


def _line(label: str, share: Share | None, otherwise: str) -> Line:
    if share is None:
        return Line(label=label, text=otherwise, is_known=False)
    return Line(label=label, text=words.share_within(share.value, share.interval))


def _report(record: Record) -> str:
    """The report over the same requests, with the row of this age."""
    query = replace(record.rows, as_of=None).query()
    age = f"&age={record.ahead.age}" if record.ahead else ""
    return f"{reverse('report', args=['time-to-answer'])}?{query}{age}"
