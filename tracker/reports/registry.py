"""All reports, in the order of the index page. A new one is its module, a line here, and its test."""

from collections.abc import Mapping
from types import MappingProxyType

from tracker.reports import preservation_gaps, response_rate
from tracker.reports.base import Report

REPORTS: Mapping[str, Report] = MappingProxyType(
    {module.REPORT.slug: module.REPORT for module in (response_rate, preservation_gaps)}
)
