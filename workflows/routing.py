"""Which channels and instruments two jurisdictions share on a date for a measure, and why not the others."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from workflows.engine.instrument import Instrument
from workflows.engine.tables import Channel
from workflows.messages import Message, message
from workflows.vocabulary import ItemType

COERCIVE = frozenset(
    {
        ItemType.TRAFFIC,
        ItemType.CONTENT,
        ItemType.REAL_TIME_TRAFFIC,
        ItemType.INTERCEPTION,
        ItemType.BANK,
        ItemType.SEARCH,
        ItemType.FREEZE,
        ItemType.CONFISCATION,
        ItemType.PRISONER_TRANSFER,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One jurisdiction on the day in question: by register whether it is bound; what is not known is left out."""

    code: str
    name: str
    bound: Mapping[str, bool] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """Keys of instruments of which a list says that they bind both sides, and of which it leaves that open."""

    certain: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteOption:
    """One way to ask. ``reasons`` says why it is not possible; a possible one has none."""

    channel: str
    instrument: str | None
    reasons: tuple[Message, ...]

    @property
    def possible(self) -> bool:
        return not self.reasons


def routes(
    items: Iterable[ItemType],
    *,
    asking: Side,
    asked: Side,
    on: date,
    channels: Mapping[str, Channel],
    instruments: Mapping[str, Instrument],
) -> tuple[RouteOption, ...]:
    """Every channel alone where it can go without an instrument, and with each instrument that it can carry.

    Possible ones come first; within each the order of the tables is kept.
    """
    wanted = tuple(items)
    options = [
        RouteOption(channel=channel.key, instrument=None, reasons=tuple(_of_channel(channel, wanted)))
        for channel in channels.values()
        if not channel.needs_instrument
    ]
    options += [
        RouteOption(
            channel=key,
            instrument=instrument.key,
            reasons=(
                *_of_channel(channels[key], wanted),
                *_of_measure(instrument, key, wanted),
                *_of_law(instrument, asking, asked, on),
            ),
        )
        for instrument in instruments.values()
        for key in instrument.channels
    ]
    return tuple(sorted(options, key=lambda option: not option.possible))


def _of_channel(channel: Channel, items: tuple[ItemType, ...]) -> Iterator[Message]:
    if not channel.compels and COERCIVE.intersection(items):
        yield message(
            "“%(channel)s” cannot compel anybody. Ask for what needs force by a formal request.",
            channel=channel.label,
        )


def _of_measure(instrument: Instrument, channel: str, items: tuple[ItemType, ...]) -> Iterator[Message]:
    allowed = instrument.channels[channel]
    if allowed and not allowed.issuperset(items):
        yield message("“%(instrument)s” does not offer this measure this way.", instrument=instrument.label)


def objections(instrument: Instrument, *, asking: Side, asked: Side, on: date) -> Iterator[Message]:
    """What is known to speak against resting a request on the instrument that day; the unknown is left out."""
    if not instrument.criminal:
        yield message(
            "“%(instrument)s” is for civil and commercial matters only (%(article)s).",
            instrument=instrument.label,
            article=instrument.citation.article,
        )
    if not instrument.applies(on):
        yield message("“%(instrument)s” does not apply on %(on)s.", instrument=instrument.label, on=on)
    if instrument.law_of not in (None, asked.code):
        yield message(
            "“%(instrument)s” is not the law of %(side)s.", instrument=instrument.label, side=asked.name
        )
    for side in (asking, asked):
        if _is_bound(instrument, side) is False:
            yield message(
                "“%(instrument)s” did not bind %(side)s on %(on)s.",
                instrument=instrument.label,
                side=side.name,
                on=on,
            )


def between(*, asking: Side, asked: Side, on: date, instruments: Mapping[str, Instrument]) -> Between:
    """Which instruments bound both that day. Those that no list decides, such as bilateral treaties, are left out."""
    listed = [
        law
        for law in instruments.values()
        if law.register and not any(objections(law, asking=asking, asked=asked, on=on))
    ]
    certain = tuple(law.key for law in listed if _is_bound(law, asking) and _is_bound(law, asked))
    return Between(certain=certain, perhaps=tuple(law.key for law in listed if law.key not in certain))


def _of_law(instrument: Instrument, asking: Side, asked: Side, on: date) -> Iterator[Message]:
    yield from objections(instrument, asking=asking, asked=asked, on=on)
    for side in (asking, asked):
        if _is_bound(instrument, side) is None:
            yield message(
                "Whether “%(instrument)s” bound %(side)s on %(on)s is not known. Check the register.",
                instrument=instrument.label,
                side=side.name,
                on=on,
            )


def _is_bound(instrument: Instrument, side: Side) -> bool | None:
    """None: not known. Where no list decides, both sides are."""
    return side.bound.get(instrument.register) if instrument.register else True
