"""By what figures can be grouped."""

from tracker.reports.dimensions.dimension import GROUP, OUTCOME, Dimension, GroupBy, Values, of_request
from tracker.reports.dimensions.table import DIMENSIONS

__all__ = ["DIMENSIONS", "GROUP", "OUTCOME", "Dimension", "GroupBy", "Values", "of_request"]
