"""All channels and all instruments, and what decides about one request."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from workflows.channels import (
    direct_judicial,
    direct_provider,
    embedded_liaison,
    informal_network,
    letter_exchange,
    letters_rogatory,
    network_24_7,
    regional_organisation,
    task_force,
    treaty,
)
from workflows.deadlines import DeadlineRule, Places
from workflows.engine.checks import clashing, twice
from workflows.engine.instrument import Instrument
from workflows.engine.replay import Definition
from workflows.engine.stretches import off_route
from workflows.engine.tables import Channel
from workflows.errors import DefinitionError, UnknownChannel, UnknownInstrument
from workflows.instruments import (
    asean_mlat,
    bilateral,
    budapest,
    e_evidence,
    eio,
    eu_uk_tca,
    hague_evidence,
    reciprocity,
    second_protocol,
    un_cybercrime,
    uncac,
    untoc,
    us_2703f,
)
from workflows.messages import Message, message
from workflows.vocabulary import Direction, Party

CHANNELS: Mapping[str, Channel] = MappingProxyType(
    {
        module.CHANNEL.key: module.CHANNEL
        for module in (
            letter_exchange,
            letters_rogatory,
            treaty,
            direct_judicial,
            direct_provider,
            network_24_7,
            embedded_liaison,
            task_force,
            regional_organisation,
            informal_network,
        )
    }
)

INSTRUMENTS: Mapping[str, Instrument] = MappingProxyType(
    {
        module.INSTRUMENT.key: module.INSTRUMENT
        for module in (
            budapest,
            second_protocol,
            un_cybercrime,
            untoc,
            uncac,
            eio,
            e_evidence,
            eu_uk_tca,
            asean_mlat,
            us_2703f,
            bilateral,
            reciprocity,
            hague_evidence,
        )
    }
)


_RULES = (
    *(rule for table in CHANNELS.values() for rule in table.rules),
    *(rule for law in INSTRUMENTS.values() for rule in law.rules),
)
RULE_VERSIONS = frozenset((rule.key, rule.version) for rule in _RULES)
"""Every rule by its key, in each version that binds on some days."""
# One key, one ladder: what a rule of several channels counts may differ, whom it reminds does not.
RULES: Mapping[str, DeadlineRule] = MappingProxyType({rule.key: rule for rule in _RULES})

STOPS: Mapping[str, Message] = MappingProxyType(
    {
        **{off_route(party): message("Another authority, off the route") for party in Party},
        **{
            stop.key: stop.label
            for table in reversed(list(CHANNELS.values()))
            for procedure in reversed(table.procedures)
            for stop in procedure.route
        },
    }
)
"""Every place where a request can be, by its key; stops of several channels have the words of the first."""


def channel(key: str) -> Channel:
    """The channel of that key; raises UnknownChannel."""
    if key not in CHANNELS:
        raise UnknownChannel(
            message("There is no channel “%(key)s”. Choose one of the listed channels.", key=key)
        )
    return CHANNELS[key]


def instrument(key: str) -> Instrument:
    """The instrument of that key; raises UnknownInstrument."""
    if key not in INSTRUMENTS:
        raise UnknownInstrument(
            message("There is no instrument “%(key)s”. Choose one of the listed instruments.", key=key)
        )
    return INSTRUMENTS[key]


def definition(
    channel_key: str, instrument_key: str | None, direction: Direction, places: Places | None = None
) -> Definition:
    """What decides about one request: the channel's procedure, and the rules of channel and instrument together.

    Raises UnknownChannel, UnknownInstrument, and UnknownDirection where the channel does not go that way.
    """
    carrier = channel(channel_key)
    law = () if instrument_key is None else rules_of(instrument(instrument_key), channel_key)
    own = tuple(rule for rule in carrier.rules if not (rule.where_no_law and _has_law(rule, law)))
    return Definition(procedure=carrier.procedure(direction), rules=(*own, *law), places=places or Places())


def _has_law(rule: DeadlineRule, law: tuple[DeadlineRule, ...]) -> bool:
    """Whether the law has a limit of that kind for the same items."""
    return any(entry.kind is rule.kind and entry.item_types & rule.item_types for entry in law)


def rules_of(law: Instrument, channel_key: str) -> tuple[DeadlineRule, ...]:
    """The instrument's rules that are meant for this channel, each on no day on which the instrument does not apply."""
    meant = (rule for rule in law.rules if not rule.channels or channel_key in rule.channels)
    return tuple(_within(law, rule) for rule in meant)


def _within(law: Instrument, rule: DeadlineRule) -> DeadlineRule:
    valid_from, valid_until = rule.valid_from or law.valid_from, rule.valid_until or law.valid_until
    if (valid_from, valid_until) == (rule.valid_from, rule.valid_until):
        return rule
    return replace(rule, valid_from=valid_from, valid_until=valid_until)


def rules_possible(carrier: Channel, direction: Direction) -> tuple[DeadlineRule, ...]:
    """Every rule that can run for a request of the channel in that direction, whichever instrument binds it."""
    own = [law for law in INSTRUMENTS.values() if carrier.key in law.channels]
    rules = (*carrier.rules, *(rule for law in own for rule in rules_of(law, carrier.key)))
    return tuple(rule for rule in rules if direction in rule.directions)


def faults(channels: Mapping[str, Channel], instruments: Mapping[str, Instrument]) -> Iterator[str]:
    """Contradictions between the tables: unknown channels, keys used twice, rules that nothing can start."""
    rules = [
        rule for table in channels.values() for rule in {rule.key: rule for rule in table.rules}.values()
    ]
    shared = {rule.key for rule in rules}
    own = [rule for law in instruments.values() for rule in law.rules]
    yield from twice("rule", [*shared, *({rule.key: rule for rule in own})])
    yield from clashing(own)
    for law in instruments.values():
        for key in sorted(law.channels.keys() - channels.keys()):
            yield f"instrument {law.key} travels by the channel {key}, which is not registered"
        for rule in law.rules:
            yield from _rule_faults(law, rule, channels)


def _rule_faults(law: Instrument, rule: DeadlineRule, channels: Mapping[str, Channel]) -> Iterator[str]:
    used = [
        channels[key]
        for key in law.channels
        if key in channels and (not rule.channels or key in rule.channels)
    ]
    for direction in sorted(rule.directions):
        kinds = {
            kind
            for table in used
            if direction in table.directions
            for kind in table.procedure(direction).produces()
        }
        if not kinds & rule.opens_on:
            yield f"rule {rule.key} waits in {direction} for events that no action of its channels makes"


def check(channels: Mapping[str, Channel], instruments: Mapping[str, Instrument]) -> None:
    """Raise DefinitionError where the tables contradict one another."""
    found = list(faults(channels, instruments))
    if found:
        raise DefinitionError("registry", found)


check(CHANNELS, INSTRUMENTS)
