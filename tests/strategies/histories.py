"""Random paths through a procedure: at each step one of the actions that the page would offer, with data that fits."""

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.workflows.story import DRAFTER, SENIOR, Story, on
from workflows.engine import Action, FieldName
from workflows.errors import ActionNotAllowed
from workflows.occurrence import Occurred
from workflows.registry import CHANNELS, INSTRUMENTS
from workflows.vocabulary import Direction, Ground, ItemType, Role

BEGINNING = date(2024, 1, 1)
WAYS = [
    (key, direction)
    for key, table in CHANNELS.items()
    for direction in Direction
    if direction in table.directions
]
PATHS = settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))


def begin(data: st.DataObject, channel: str, instrument: str | None, direction: Direction) -> Story:
    """A story of one entry that asks for one to three things."""
    story = Story.of(channel, instrument, direction=direction)
    types = data.draw(st.lists(st.sampled_from(sorted(ItemType)), min_size=1, max_size=3), label="items")
    items = tuple(f"{number}={kind.value}" for number, kind in enumerate(types))
    create = story.definition.procedure.create
    story.record(create, Occurred(on=BEGINNING), dossier=items, urgency="urgent")
    return story


def walk(data: st.DataObject, story: Story, *, length: int) -> None:
    """Record up to ``length`` entries on days that never fall; what cannot fit at all is left out."""
    day = story.events[-1].occurred.on
    for _ in range(length):
        day += timedelta(days=data.draw(st.integers(min_value=0, max_value=40), label="days"))
        offers = story.offers(Role.OFFICER, Role.SUPERVISOR, by=SENIOR).values()
        action = data.draw(
            st.sampled_from([offer.action for offer in offers if offer.allowed]), label="action"
        )
        attempt(story, action, day, data)


def _instruments(channel: str) -> st.SearchStrategy[str | None]:
    return st.sampled_from([None, *(key for key, law in INSTRUMENTS.items() if channel in law.channels)])


def told(data: st.DataObject, channel: str, direction: Direction, *, length: int) -> Story:
    """A story of up to ``length`` entries, under one of the instruments that the channel can carry."""
    instrument = data.draw(_instruments(channel), label="instrument")
    story = begin(data, channel, instrument, direction)
    walk(data, story, length=length)
    return story


def attempt(story: Story, action: Action, day: date, data: st.DataObject) -> bool:
    """Record ``action`` with data that fits its fields; False where it is refused."""
    by = SENIOR if action.not_by else DRAFTER
    try:
        story.record(action.key, Occurred(on=day), by=by, **_filled(story, action, day, data))
    except ActionNotAllowed:
        return False
    return True


def _filled(story: Story, action: Action, day: date, data: st.DataObject) -> dict[str, Any]:
    """A value for each field that a value other than words can be drawn for."""
    snapshot, procedure = story.snapshot, story.definition.procedure
    fitting = [
        key for key, item in snapshot.items.items() if not action.item_types or item.type in action.item_types
    ]
    drawn: dict[FieldName, Any] = {
        FieldName.ITEMS: st.lists(st.sampled_from(fitting), min_size=1, unique=True).map(tuple)
        if fitting
        else None,
        FieldName.STOP: st.sampled_from([stop.key for stop in procedure.route]),
        FieldName.AUTHORITY: st.integers(min_value=1, max_value=3),
        FieldName.GRANTED_BY: st.sampled_from([None, 1, 2]),
        FieldName.UNTIL: st.integers(min_value=1, max_value=90).map(
            lambda days: str(day + timedelta(days=days))
        ),
        FieldName.DEADLINE: _one_of(sorted({deadline.rule for deadline in snapshot.open_deadlines})),
    }
    filled = {
        entry.name.value: data.draw(drawn[entry.name], label=entry.name)
        for entry in action.fields
        if drawn.get(entry.name) is not None
    }
    for entry in action.fields:
        if entry.name is FieldName.GROUND:
            grounds = [ground.value for ground in Ground if ground.kind in entry.grounds]
            filled["ground"] = data.draw(st.sampled_from(grounds), label="ground")
    return filled


def _one_of(values: list[str]) -> st.SearchStrategy[str] | None:
    return st.sampled_from(values) if values else None


def tamper(story: Story, data: st.DataObject) -> bool:
    """Void or redate one entry, or enter one late; False where that was refused."""
    day = BEGINNING + timedelta(days=data.draw(st.integers(min_value=0, max_value=300), label="day"))
    target = data.draw(st.sampled_from([event.sequence for event in story.events]), label="target")
    kind = data.draw(st.sampled_from(["void", "occurred", "late"]), label="how")
    if kind == "late":
        actions = [action for action in story.definition.procedure.actions if action.key != "correct"]
        return attempt(story, data.draw(st.sampled_from(actions), label="action"), day, data)
    change = {"void": True} if kind == "void" else {"occurred": on(str(day)).as_data()}
    try:
        story.correct(target, "2026-01-01", **change)
    except ActionNotAllowed:
        return False
    return True
