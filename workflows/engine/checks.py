"""Contradictions in a table, found when it is built: a table that has one cannot be imported."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from workflows.deadlines import DeadlineRule
from workflows.engine.procedure import FINAL, Action, Procedure
from workflows.vocabulary import Party, Stage


def procedure_faults(procedure: Procedure) -> Iterator[str]:
    """What is wrong with a table, each fault in words; nothing for one that can be relied on."""
    yield from twice("stop", (stop.key for stop in procedure.route))
    yield from twice("stage", (state.stage for state in procedure.states))
    yield from twice("action", (action.key for action in procedure.actions))
    if Party.THEM not in {stop.party for stop in procedure.route}:
        yield "the route never reaches them"
    if sum(stop.addressee for stop in procedure.route) != 1:
        yield "the route needs exactly one addressee"
    for action in procedure.actions:
        yield from _action_faults(procedure, action)
    if procedure.create not in {action.key for action in procedure.actions}:
        yield f"its first action {procedure.create} is missing"
    elif procedure.action(procedure.create).target is None:
        yield "its first action leads nowhere"
    else:
        yield from _graph_faults(procedure)


def _action_faults(procedure: Procedure, action: Action) -> Iterator[str]:
    known = {state.stage for state in procedure.states}
    if not action.roles:
        yield f"action {action.key} has no role"
    for stage in sorted((action.sources | action.targets()) - known):
        yield f"action {action.key} names the stage {stage}, which is not declared"
    if not action.sources and action.key != procedure.create:
        yield f"action {action.key} starts nowhere"
    ways_out = action.sources & FINAL
    if ways_out and not action.reopens and action.targets() - ways_out:
        yield f"action {action.key} leads out of the final stage {min(ways_out)}"
    if action.reopens and action.sources - FINAL:
        yield f"action {action.key} reopens what is not closed"


def _graph_faults(procedure: Procedure) -> Iterator[str]:
    edges = {
        (source, target)
        for action in procedure.actions
        for source in action.sources
        for target in action.targets()
    }
    stages = {state.stage for state in procedure.states}
    forward = _closure({procedure.initial}, edges)
    backward = _closure(stages & FINAL, {(target, source) for source, target in edges})
    for stage in sorted(stages - forward):
        yield f"the stage {stage} cannot be reached"
    for stage in sorted(stages - backward):
        yield f"the stage {stage} is a dead end"


def _closure(start: set[Stage], edges: set[tuple[Stage, Stage]]) -> set[Stage]:
    found, fresh = set(start), set(start)
    while fresh:
        fresh = {target for source, target in edges if source in fresh} - found
        found |= fresh
    return found


def clashing(rules: Iterable[DeadlineRule]) -> Iterator[str]:
    """A fault for each key under which two rules stand that are no versions of one, each for days of its own."""
    known: dict[str, list[DeadlineRule]] = {}
    for rule in rules:
        known.setdefault(rule.key, []).append(rule)
    for key, versions in sorted(known.items()):
        for first, second in pairwise(sorted(versions, key=lambda rule: rule.valid_from or date.min)):
            ended, begun = first.valid_until, second.valid_from
            apart = ended is not None and begun is not None and ended < begun
            if first.version == second.version or not apart:
                yield f"rule {key} is declared {len(versions)} times"
                break


def twice(what: str, names: Iterable[str]) -> Iterator[str]:
    """A fault for each name that stands there more than once."""
    for name, count in sorted(Counter(names).items()):
        if count > 1:
            yield f"{what} {name} is declared {count} times"
