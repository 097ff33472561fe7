"""All reports, in the order of the index page. A new one is its module, a line here, and its test."""

from collections.abc import Mapping
from types import MappingProxyType

from tracker.reports import (
    channel_comparison,
    country_matrix,
    coverage_gaps,
    data_quality,
    engagement,
    flow,
    memberships,
    network,
    offences,
    preservation_gaps,
    refusals,
    response_rate,
    results,
    time_to_answer,
    types_of_data,
    urgent_requests,
    where_time_goes,
)
from tracker.reports.base import Report

REPORTS: Mapping[str, Report] = MappingProxyType(
    {
        module.REPORT.slug: module.REPORT
        for module in (
            response_rate,
            time_to_answer,
            urgent_requests,
            preservation_gaps,
            network,
            where_time_goes,
            flow,
            country_matrix,
            channel_comparison,
            engagement,
            memberships,
            refusals,
            types_of_data,
            offences,
            results,
            data_quality,
            coverage_gaps,
        )
    }
)
