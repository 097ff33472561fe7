"""What a letter says: both references and dates, in neutral words. No title, no name, no fact of a case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tracker.casework.models import AssistanceRequest, ForeignReference
from tracker.directory.models import Authority, AuthorityKind, JurisdictionKind
from tracker.directory.text import normalise
from tracker.enquiries.models import EnquiryLetter


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The parts of a letter, as the templates print them."""

    language: str
    sender: str
    dated: str
    addressee: str
    subject: str
    before: tuple[str, ...]
    header: tuple[str, str, str, str]
    rows: tuple[tuple[str, str, str, str], ...]
    after: tuple[str, ...]

    def as_data(self) -> dict[str, object]:
        """In plain values."""
        return asdict(self)


def letter(found: EnquiryLetter, rows: Sequence[AssistanceRequest]) -> Wording:
    """One letter to one addressee about all that it was asked by one office."""
    office = found.office
    return Wording(
        language=translation.get_language(),
        sender=office.name if office else "",
        dated=_day(found.run.dated_on),
        addressee=addressee_words(found),
        subject=_("Requests for mutual legal assistance: enquiry as to their status"),
        before=(
            _(
                "We refer to the requests listed below and should be grateful to be told how far their execution "
                "has come and when an answer can be expected."
            ),
            _(
                "Should a request not have reached you, or should anything be needed for its execution, "
                "please let us know."
            ),
        ),
        header=(_("No."), _("Our reference"), _("Your reference"), _("Sent on")),
        rows=tuple(
            (str(number), row.reference, _theirs(row, found), _day(row.sent_on))
            for number, row in enumerate(rows, start=1)
        ),
        after=(_("Please quote both references in your answer."), _("Thank you for your assistance.")),
    )


def cover(run_dated: dt.date, letters: Iterable[EnquiryLetter]) -> Wording:
    """The list of all letters of a run, for whoever sends them."""
    rows = tuple(
        (str(found.number), line.request.reference, _theirs(line.request, found), addressee_words(found))
        for found in letters
        for line in found.lines.all()
    )
    return Wording(
        language=translation.get_language(),
        sender="",
        dated=_day(run_dated),
        addressee="",
        subject=_("Status enquiries: list of the letters"),
        before=(_("For our own use. Mark the letters as sent once they have left."),),
        header=(_("Letter"), _("Our reference"), _("Their reference"), _("To")),
        rows=rows,
        after=(),
    )


def addressee_words(found: EnquiryLetter) -> str:
    """Name, postal address and country; where nobody is named, the competent authority of the jurisdiction."""
    authority, place = found.addressee, found.jurisdiction
    if authority is not None:
        address = authority.address.strip()
        parts = (authority.name, address, _country_line(found, authority, address))
        return "\n".join(part for part in parts if part)
    return _("To the competent authority of %(place)s") % {"place": place.name if place else ""}


def _country_line(found: EnquiryLetter, authority: Authority, address: str) -> str:
    """The country as post abroad wants it: in capitals, in a line of its own below the address.

    None within our own country, none that the address ends with already, none of a body that is no State, and none of a
    mission, whose address lies in the country that it is posted to.
    """
    place = authority.jurisdiction
    if place is None or place.kind == JurisdictionKind.BODY or authority.kind == AuthorityKind.MISSION:
        return ""
    at_home = found.office is not None and found.office.own_jurisdiction_id == place.pk
    last = address.splitlines()[-1:]
    return (
        ""
        if at_home or any(normalise(place.name) == normalise(line) for line in last)
        else place.name.upper()
    )


def _theirs(row: AssistanceRequest, found: EnquiryLetter) -> str:
    """Their number, that of this very addressee first: what cannot be matched is sent back."""
    given: list[ForeignReference] = list(row.foreign_references.all())
    name = found.addressee.name if found.addressee else ""
    own = next((entry.number for entry in given if entry.authority == name), "")
    return own or row.their_reference or _("not known to us")


def _day(day: dt.date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else "–"
