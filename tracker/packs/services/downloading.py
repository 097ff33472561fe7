"""Figures that leave the program in a file, on the record of whoever took them."""

from __future__ import annotations

from tracker.accounts.choices import AccountEventKind
from tracker.accounts.services import append
from tracker.casework.viewer import Viewer
from tracker.packs.models import PackRun


def record_taken(run: PackRun, viewer: Viewer, *, form: str) -> None:
    """Write down who took which pack in which form of file."""
    told = {"pack": str(run.uuid), "which": run.pack, "form": form}
    append(AccountEventKind.PACK_TAKEN, by=viewer.user, at=viewer.at, about=viewer.user, data=told)
