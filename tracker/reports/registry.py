"""All reports, in the order of the index page. A new one is its module, a line here, and its test."""

from collections.abc import Mapping
from types import MappingProxyType

from tracker.reports import (
    preservation_gaps,
    refusals,
    response_rate,
    time_to_answer,
    urgent_requests,
    where_time_goes,
)
from tracker.reports.base import Report
from tracker.reports.flow import report as flow

REPORTS: Mapping[str, Report] = MappingProxyType(
    {
        module.REPORT.slug: module.REPORT
        for module in (
            response_rate,
            time_to_answer,
            preservation_gaps,
            where_time_goes,
            flow,
            refusals,
            urgent_requests,
        )
    }
)
