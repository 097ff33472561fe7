"""Who may load which tables. The loader and the services below ask again, row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.loading.registry import TABLES

if TYPE_CHECKING:
    from tracker.casework.viewer import Viewer
    from tracker.loading.tables.base import Table


def loadable(viewer: Viewer) -> list[Table]:
    """Reference data for administrators, tables of cases for those who work on requests."""
    return [
        table
        for table in TABLES.values()
        if (viewer.scope.administrator if table.is_reference else viewer.scope.working)
    ]
