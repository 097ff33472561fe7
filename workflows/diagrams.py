"""A channel and an instrument as Markdown: a state diagram in Mermaid's language, and tables a lawyer could read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import product

from workflows.deadlines import Citation, DeadlineRule, Mark
from workflows.engine.instrument import Instrument
from workflows.engine.procedure import FINAL, Action, Procedure, Stop
from workflows.engine.tables import Channel
from workflows.messages import Message
from workflows.vocabulary import Direction, Stage

MARKS = {
    Mark.VERIFIED: "read in its text",
    Mark.TO_VERIFY: "to be verified",
    Mark.HOUSE: "house rule",
}


def state_diagram(procedure: Procedure) -> str:
    """The stages of a procedure and the actions that lead from one to another, as a Mermaid state diagram."""
    edges: dict[tuple[str, str], list[str]] = {}
    for action in procedure.actions:
        for source, target in sorted(product(action.sources, action.targets())):
            edges.setdefault((source, target), []).append(_plain(action.label))
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{_plain(state.label)}" as {state.stage}' for state in procedure.states]
    lines.append(f"    [*] --> {procedure.initial}: {_plain(procedure.action(procedure.create).label)}")
    lines += [
        f"    {source} --> {target}: {' / '.join(labels)}" for (source, target), labels in edges.items()
    ]
    lines += [f"    {state.stage} --> [*]" for state in procedure.states if state.stage in FINAL]
    return "\n".join(lines)


def _plain(label: Message) -> str:
    """A label without the signs that end a label in Mermaid."""
    return str(label).replace(":", " –").replace(";", ",")


def channels_page(channels: Iterable[Channel]) -> str:
    """The actions that all channels share, then each channel with its routes, diagrams, rules and own actions."""
    tables = list(channels)
    shared = {direction: _shared(tables, direction) for direction in Direction}
    parts = ["# Channels", _GENERATED]
    for direction in Direction:
        parts += [f"## Every channel: {direction}", _actions(shared[direction])]
    for channel in tables:
        parts += _channel(channel, shared)
    return "\n\n".join(parts) + "\n"


def _shared(channels: Iterable[Channel], direction: Direction) -> tuple[Action, ...]:
    """The actions that are the same in every channel that goes this way, in the order of the first."""
    procedures = [channel.procedure(direction) for channel in channels if direction in channel.directions]
    first, *others = [tuple(map(_apart_from_lapsing, procedure.actions)) for procedure in procedures]
    return tuple(action for action in first if all(action in other for other in others))


def _apart_from_lapsing(action: Action) -> Action:
    """Only some channels know the stage “lapsed”: what else can be done in it is no difference between them."""
    return replace(action, sources=action.sources - {Stage.LAPSED})


def instruments_page(instruments: Iterable[Instrument], channels: Iterable[Channel]) -> str:
    """All instruments, with the channels that carry them and their deadlines, each with its source."""
    labels = {channel.key: str(channel.label) for channel in channels}
    parts = ["# Instruments", _GENERATED]
    for instrument in instruments:
        parts += _instrument(instrument, labels)
    return "\n\n".join(parts) + "\n"


_GENERATED = "Written by `manage.py generate_docs` from the tables in `workflows`; do not edit by hand."


def _channel(channel: Channel, shared: Mapping[Direction, tuple[Action, ...]]) -> Iterator[str]:
    yield f"## {channel.label}"
    yield f"`{channel.key}`, version {channel.version}. {channel.summary}"
    evidence, expectation = channel.admissibility, channel.expectation
    yield f"Evidence for court: **{evidence.court}**. {evidence.words} ({_source(evidence.citation)})"
    yield f"Expectation: {expectation.words} ({_source(expectation.citation)})"
    yield from _rules(channel.rules)
    for procedure in channel.procedures:
        yield f"### {channel.label}: {procedure.direction}"
        yield "Route: " + " → ".join(_stop(stop) for stop in procedure.route)
        yield f"```mermaid\n{state_diagram(procedure)}\n```"
        own = [
            action
            for action in procedure.actions
            if _apart_from_lapsing(action) not in shared[procedure.direction]
        ]
        if own:
            yield _actions(own)


def _stop(stop: Stop) -> str:
    name = f"**{stop.label}**" if stop.addressee else str(stop.label)
    return f"{name} ({stop.party}{', if used' if stop.optional else ''})"


def _actions(actions: Iterable[Action]) -> str:
    return _table(("action", "from", "to", "by", "needs", "asks for"), map(_action, actions))


def _action(action: Action) -> tuple[str, ...]:
    asked = [f"{entry.name}{'' if entry.required else ' (if any)'}" for entry in action.fields]
    return (
        f"{action.label} (`{action.key}`)",
        _list(action.sources),
        _list(action.targets()),
        _list(action.roles),
        _list(action.needs),
        ", ".join(asked),
    )


def _instrument(instrument: Instrument, labels: dict[str, str]) -> Iterator[str]:
    yield f"## {instrument.label}"
    yield f"`{instrument.key}`, version {instrument.version}. {instrument.summary} ({_source(instrument.citation)})"
    facts = {
        "Both sides are bound by the register": instrument.register,
        "Law of": instrument.law_of,
        "Applies from": instrument.valid_from,
        "Applies until": instrument.valid_until,
        "Criminal matters": None if instrument.criminal else "refused",
    }
    known = [f"- {name}: {value}" for name, value in facts.items() if value]
    if known:
        yield "\n".join(known)
    rows = ((labels[key], _list(items) or "any measure") for key, items in instrument.channels.items())
    yield _table(("channel", "measures"), rows)
    yield from _rules(instrument.rules)
    if instrument.grounds:
        cited = (
            (f"`{ground.value}`", "; ".join(map(_source, of))) for ground, of in instrument.grounds.items()
        )
        yield _table(("ground to refuse or postpone", "source"), cited)


def _rules(rules: Iterable[DeadlineRule]) -> Iterator[str]:
    rows = [_rule(rule) for rule in rules]
    if rows:
        yield _table(("deadline", "kind", "period", "runs from", "met by", "directions", "source"), rows)


def _rule(rule: DeadlineRule) -> tuple[str, ...]:
    period = str(rule.counted.words()) if rule.counted else "as told"
    if rule.upper:
        period += f" to {rule.upper.words()}"
    article = f" ({rule.extended_by})" if rule.extended_by else ""
    longer = f", extended by {rule.extension.words()}{article}" if rule.extension else ""
    days = " ".join(
        f"{word} {day}" for word, day in (("from", rule.valid_from), ("until", rule.valid_until)) if day
    )
    return (
        f"{rule.label} (`{rule.key}`)" + (f", for events {days}" if days else ""),
        rule.kind,
        period + longer + (", stops for questions" if rule.pauses else ""),
        _list(rule.opens_on),
        _list(rule.closes_on),
        _list(rule.directions),
        _source(rule.citation),
    )


def _source(citation: Citation) -> str:
    read_at = f", {citation.read_at}" if citation.read_at else ""
    return f"{citation.article}; {MARKS[citation.mark]}{read_at}"


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
