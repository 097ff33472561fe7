"""Who may not do something, whatever their role: four eyes, asked of new entries and of every replayed one."""

from collections.abc import Iterator

from workflows.engine.procedure import Action
from workflows.engine.snapshot import Snapshot
from workflows.messages import Message, message
from workflows.vocabulary import Source


def own_work(action: Action, snapshot: Snapshot, by: int | None, source: Source) -> Iterator[Message]:
    """Why ``by`` may not do this after what was done before it. Imported history was done by others, long ago."""
    if source is not Source.HUMAN:
        return
    if by is not None and by in {snapshot.actors.get(kind) for kind in action.not_by}:
        yield message("You cannot do “%(action)s” for your own work. Ask a colleague.", action=action.label)
    if action.done_here & snapshot.loaded:
        yield message(
            "The approval was loaded with imported history and is nobody's here."
            " Return the request to the drafter and have it approved."
        )
