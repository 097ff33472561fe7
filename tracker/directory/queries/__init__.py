"""What the pages, the routing and the reports ask of the directory."""

from tracker.directory.queries.bindings import (
    Answer,
    Binding,
    Parties,
    Roll,
    in_force_on,
    memberships_of,
    not_bound_of,
    parties_on,
    roll_on,
    rolls_on,
    side_of,
    signatories_on,
)
from tracker.directory.queries.calendars import working_calendar
from tracker.directory.queries.profiles import (
    JurisdictionProfile,
    authorities_of,
    find_jurisdiction,
    jurisdiction_profile,
    listed_authorities,
    listed_jurisdictions,
    search_authorities,
    search_jurisdictions,
)

__all__ = [
    "Answer",
    "Binding",
    "JurisdictionProfile",
    "Parties",
    "Roll",
    "authorities_of",
    "find_jurisdiction",
    "in_force_on",
    "jurisdiction_profile",
    "listed_authorities",
    "listed_jurisdictions",
    "memberships_of",
    "not_bound_of",
    "parties_on",
    "roll_on",
    "rolls_on",
    "search_authorities",
    "search_jurisdictions",
    "side_of",
    "signatories_on",
    "working_calendar",
]
