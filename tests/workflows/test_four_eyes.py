"""Nobody approves their own, whatever way is tried: four eyes hold for every replayed entry too."""

from tests.workflows.story import DRAFTER, SENIOR, Story, on
from workflows.vocabulary import Source, Stage


def test_a_corrected_day_does_not_move_an_approval_onto_one_s_own_submission() -> None:
    story = Story.of().drafted("SUBS")
    story.record("submit", "2024-01-02")
    story.record("approve", "2024-01-03", by=SENIOR)
    story.record("return_to_drafter", "2024-01-04", by=SENIOR)
    story.record("submit", "2024-01-05", by=SENIOR)
    moved = on("2024-01-06").as_data()
    assert "your own work" in story.refused("correct", "2024-01-07", by=SENIOR, target=3, occurred=moved)
    assert story.record("return_to_drafter", "2024-01-06").stage is Stage.DRAFT


def test_what_awaits_approval_or_is_approved_stands_still() -> None:
    story = Story.of().drafted("SUBS")
    story.record("submit", "2024-01-02")
    assert "not possible" in story.refused("edit", "2024-01-02", by=SENIOR, dossier=("SUBS", "TRAF"))
    story.record("approve", "2024-01-03", by=SENIOR)
    assert "not possible" in story.refused("edit", "2024-01-03", dossier=("SUBS", "TRAF"))
    story.record("return_to_drafter", "2024-01-04")
    assert story.record("edit", "2024-01-04", dossier=("SUBS", "TRAF")).stage is Stage.DRAFT


def test_an_approval_that_a_file_brought_sends_nothing_from_here() -> None:
    story = Story.of()
    story.record("draft", "2024-01-01", dossier=("SUBS",), source=Source.IMPORT)
    story.record("submit", "2024-01-01", source=Source.IMPORT)
    assert "your own work" in story.refused("approve", "2024-01-02", by=DRAFTER)
    story.record("approve", "2024-01-01", source=Source.IMPORT)
    assert "have it approved" in story.refused("send", "2024-01-03")
    assert story.offers(*story.definition.procedure.action("send").roles)["send"].reasons
    story.record("return_to_drafter", "2024-01-03")
    story.record("submit", "2024-01-04")
    story.record("approve", "2024-01-04", by=SENIOR)
    assert story.record("send", "2024-01-05").stage is Stage.UNDERWAY


def test_a_sending_that_a_file_brought_too_is_history() -> None:
    story = Story.of()
    story.record("draft", "2024-01-01", dossier=("SUBS",), source=Source.IMPORT)
    for action in ("submit", "approve", "send"):
        story.record(action, "2024-01-01", source=Source.IMPORT)
    assert story.record("hand_over", "2024-01-02").stage is Stage.UNDERWAY
