"""How a request lives, channel by channel: prepared, carried, questioned, answered or not."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tracker.loading.generate.words import NOTES, QUESTIONS
from workflows.vocabulary import Direction, Ground, ItemType, Party, Transmission

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tracker.loading.generate.diary import Diary
    from workflows.engine import Procedure, Stop

    Story = Callable[["Diary", "Procedure", "Fate"], None]

ENQUIRIES: Final = 4
"""How often a patient office asks where its letter is, month after month."""


class Fate(StrEnum):
    """What will have become of a request once enough time has passed."""

    ANSWERED = "answered"
    PARTLY = "partly"
    NIL = "nil"
    REFUSED = "refused"
    SILENT = "silent"
    DEFICIENT = "deficient"
    WITHDRAWN = "withdrawn"
    GIVEN_UP = "given_up"


LIKELY: Final[Mapping[str, tuple[int, ...]]] = {
    "letter_exchange": (16, 4, 4, 4, 44, 8, 4, 16),
    "letters_rogatory": (30, 8, 4, 6, 32, 10, 4, 6),
    "treaty": (40, 10, 5, 6, 20, 10, 5, 4),
    "regional_organisation": (36, 6, 8, 2, 30, 4, 6, 8),
    "embedded_liaison": (58, 8, 8, 2, 14, 0, 4, 6),
    "network_24_7": (82, 0, 4, 2, 8, 4, 0, 0),
    "direct_judicial": (54, 10, 4, 6, 14, 8, 4, 0),
    "direct_provider": (58, 6, 10, 10, 12, 0, 4, 0),
    "task_force": (60, 10, 0, 0, 20, 0, 4, 6),
    "informal_network": (52, 4, 12, 0, 24, 0, 4, 4),
}
"""Weights of the fates, in their order."""


def fate_of(diary: Diary, channel: str) -> Fate:
    """Draw a fate by the weights of the channel."""
    return diary.rng.choices(tuple(Fate), LIKELY[channel])[0]


def live(diary: Diary, procedure: Procedure, channel: str, fate: Fate, types: tuple[ItemType, ...]) -> None:
    """Tell the life of the request; PresentReached breaks it off wherever it is then."""
    story: Story = _received if procedure.direction is Direction.INCOMING else _asked
    if ItemType.PRESERVATION in types:
        story = _preserved_here if procedure.direction is Direction.INCOMING else _preserved
    if channel == "informal_network" and ItemType.SPONTANEOUS in types:
        story = _shared
    story(diary, procedure, fate)


def _asked(diary: Diary, procedure: Procedure, fate: Fate) -> None:
    """We ask: written, approved by somebody else, carried there, worked on, answered or not."""
    _prepare(diary)
    if fate is Fate.WITHDRAWN and diary.chance(0.4):
        diary.wait(1, 10)
        diary.do("withdraw", texts={"reason": "The suspect was found at home."})
        return
    _send(diary)
    _carry(diary, procedure, (1, 12))
    if fate is Fate.DEFICIENT:
        _mend(diary, procedure)
    _taken_in_hand(diary)
    _answered(diary, procedure, fate)


def _prepare(diary: Diary) -> None:
    diary.wait(0, 6)
    diary.do("submit")
    if diary.chance(0.12):
        diary.wait(0.2, 3)
        diary.do(
            "return_to_drafter", by=diary.supervisor, texts={"reason": "Say why the data bears on the case."}
        )
        diary.wait(0.5, 4)
        diary.do("submit")
    diary.wait(0.1, 4)
    diary.do("approve", by=diary.supervisor)
    diary.wait_on_one_side(0.1, 4)


def _send(diary: Diary, action: str = "send") -> None:
    modes = (Transmission.COURIER, Transmission.BY_HAND, Transmission.EMAIL, Transmission.DIPLOMATIC_BAG)
    mode = Transmission.ENCRYPTED_EMAIL if diary.exact else diary.rng.choice(modes)
    diary.do(action, data={"mode": mode.value})


def _carry(diary: Diary, procedure: Procedure, days: tuple[float, float]) -> None:
    """From the stop after the first of ours to the one that must act; orders are served where the channel can."""
    for stop in _between(procedure, procedure.route[1], procedure.addressee):
        if not stop.optional or diary.chance(0.3):
            diary.wait(*days)
            diary.do("hand_over_to_stop", data={"stop": stop.key})
    diary.wait(*days)
    if procedure.addressee.key == "provider":
        diary.do("serve", data={"stop": "provider"})
    else:
        diary.do("deliver")


def _carry_back(diary: Diary, procedure: Procedure, days: tuple[float, float]) -> None:
    ours = [stop for stop in procedure.route if stop.party is Party.US]
    for stop in _between(procedure, procedure.addressee, ours[-1]):
        if not stop.optional:
            diary.wait(*days)
            diary.do("hand_over_to_stop", data={"stop": stop.key})
    diary.wait(*days)


def _between(procedure: Procedure, first: Stop, last: Stop) -> tuple[Stop, ...]:
    keys = [stop.key for stop in procedure.route]
    return procedure.route[keys.index(first.key) + 1 : keys.index(last.key)]


def _mend(diary: Diary, procedure: Procedure) -> None:
    """Returned, usually for its language, and sent again."""
    diary.wait(10, 60)
    ground = diary.rng.choice((Ground.LANGUAGE, Ground.INSUFFICIENT_FACTS))
    diary.do("return_deficient", data={"ground": ground.value})
    diary.wait(5, 40)
    _send(diary, "send_again")
    _carry(diary, procedure, (1, 10))


def _taken_in_hand(diary: Diary) -> None:
    if diary.chance(0.7):
        diary.wait(1, 35)
        number = f"{diary.rng.randint(100, 999)}/{diary.rng.randint(1000, 9999)}"
        diary.do("acknowledge", texts={"their_reference": number})
    if diary.chance(0.45):
        diary.wait(3, 40)
        diary.do("accept")
    if diary.chance(0.25):
        diary.wait(5, 45)
        diary.do("ask_information", texts={"note": diary.rng.choice(QUESTIONS)})
        diary.wait(2, 25)
        diary.do("give_information")


def _answered(diary: Diary, procedure: Procedure, fate: Fate) -> None:
    if fate in (Fate.SILENT, Fate.GIVEN_UP):
        _enquire(diary)
        if fate is Fate.GIVEN_UP:
            diary.wait(150, 420)
            diary.do(
                "close_without_answer",
                by=diary.supervisor,
                texts={"reason": "No answer after repeated enquiries; the case was tried without it."},
            )
        return
    if fate is Fate.WITHDRAWN:
        diary.wait(20, 120)
        diary.do("withdraw", texts={"reason": "The evidence was found elsewhere."})
        return
    diary.wait(10, 110)
    _carry_back(diary, procedure, (1, 14))
    _decide(diary, fate)
    _close(diary)


def _enquire(diary: Diary) -> None:
    for _month in range(diary.rng.randint(0, ENQUIRIES)):
        diary.wait(25, 33)
        diary.do("enquire", texts={"note": diary.rng.choice(NOTES)} if diary.chance(0.4) else {})


def _decide(diary: Diary, fate: Fate, *, by_us: bool = False) -> None:
    """The answer to everything that was asked."""
    action, data = {
        Fate.PARTLY: ("execute_partly", {}),
        Fate.NIL: ("nil_return", {"ground": Ground.NO_DATA.value}),
        Fate.REFUSED: (
            "refuse",
            {"ground": diary.rng.choice((Ground.DUAL_CRIMINALITY, Ground.DE_MINIMIS)).value},
        ),
    }.get(fate, ("execute", {}))
    by = diary.supervisor if by_us and fate is Fate.REFUSED else None
    diary.do(action, by=by, items=diary.items, data=data)


def _close(diary: Diary) -> None:
    if diary.chance(0.85):
        diary.wait(1, 30)
        diary.do("close")


def _shared(diary: Diary, _procedure: Procedure, _fate: Fate) -> None:
    """Information given unasked: passed on, and done."""
    _prepare(diary)
    _send(diary)
    diary.wait(1, 9)
    diary.do("close_passed_on")


def _preserved(diary: Diary, procedure: Procedure, fate: Fate) -> None:
    """The network acts in hours; then sixty days run."""
    for action, by in (("submit", None), ("approve", diary.supervisor)):
        diary.wait(0.01, 0.06)
        diary.do(action, by=by)
    diary.wait_on_one_side(0.01, 0.05)
    _send(diary)
    _carry(diary, procedure, (0.01, 0.05))
    if fate is Fate.SILENT:
        return
    diary.wait(0.01, 0.1)
    diary.do("acknowledge")
    diary.wait(0.1, 0.9)
    _preservation_runs(diary, fate)


def _preservation_runs(diary: Diary, fate: Fate) -> None:
    if fate in (Fate.NIL, Fate.REFUSED):
        _decide(diary, fate, by_us=True)
        _close(diary)
        return
    diary.do("confirm_preservation", items=diary.items)
    if diary.chance(0.3):
        diary.wait(40, 57)
        diary.do("renew_preservation")
    if diary.chance(0.12):
        diary.wait(61, 66)
        diary.do("lapse")
        return
    diary.wait(48, 59.5)
    diary.do("request_production")
    _close(diary)


def _preserved_here(diary: Diary, _procedure: Procedure, fate: Fate) -> None:
    """They ask us to preserve."""
    diary.wait(0.01, 0.04)
    diary.do("acknowledge")
    diary.wait(0.05, 0.8)
    _preservation_runs(diary, fate)


def _received(diary: Diary, _procedure: Procedure, fate: Fate) -> None:
    """They ask: acknowledged, executed by our own authority, answered back along the route."""
    if fate is Fate.SILENT and diary.chance(0.4):
        return
    diary.wait(1, 16)
    diary.do("acknowledge")
    diary.wait(2, 20)
    diary.do("deliver")
    diary.wait(2, 25)
    diary.do("accept")
    if diary.chance(0.3):
        diary.wait(5, 40)
        diary.do("ask_information", texts={"note": "Asked for the text of the provision and its penalty."})
        diary.wait(10, 60)
        diary.do("give_information")
    if fate is Fate.WITHDRAWN:
        diary.wait(10, 90)
        diary.do("withdraw", texts={"reason": "Withdrawn by them: the proceedings have ended."})
    if fate in (Fate.SILENT, Fate.GIVEN_UP, Fate.DEFICIENT, Fate.WITHDRAWN):
        return
    diary.wait(20, 160)
    _decide(diary, fate, by_us=True)
    _close(diary)
