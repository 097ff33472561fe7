"""The steps of a jurisdiction towards an instrument, as a row of a page: the same on both their pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.directory.models import Capacity, RegisterKind, TreatyStatus
from tracker.directory.queries import Answer, Binding
from tracker.web.directory.days import Known, known
from workflows.vocabulary import Tone

TONES: Final[Mapping[str, Tone]] = {
    Answer.YES: Tone.ANSWERED,
    Answer.NO: Tone.CLOSED,
    Answer.UNKNOWN: Tone.DRAFT,
}
WORDS: Final = {
    Answer.YES: gettext_lazy("in force"),
    Answer.NO: gettext_lazy("not in force"),
    Answer.UNKNOWN: gettext_lazy("not known"),
}
MEMBER_WORDS: Final = {
    Answer.YES: gettext_lazy("member"),
    Answer.NO: gettext_lazy("no member"),
    Answer.UNKNOWN: gettext_lazy("not known"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One row: whose steps towards what, and whether it bound on the day. ``sources`` are those of single steps."""

    binding: Binding
    name: str
    url: str
    code: str
    note: str
    tone: Tone
    words: str
    signed: Known | None
    deposited: Known | None
    in_force: Known | None
    left: Known | None
    sources: tuple[tuple[str, str], ...]

    @property
    def status(self) -> TreatyStatus:
        return self.binding.status


def standing(binding: Binding, *, name: str, url: str, code: str = "") -> Standing:
    """The row under the name of whatever stands on the other side of the page."""
    status = binding.status
    is_group = binding.register is not None and binding.register.kind == RegisterKind.GROUP
    return Standing(
        binding=binding,
        name=name,
        url=url,
        code=code,
        note=_("by extension from its parent") if status.capacity == Capacity.EXTENSION else "",
        tone=TONES[binding.in_force],
        words=str((MEMBER_WORDS if is_group else WORDS)[binding.in_force]),
        signed=_step(status, "signed"),
        deposited=_step(status, "deposited"),
        in_force=_step(status, "in_force"),
        left=_step(status, "left"),
        sources=tuple(_sources(status)),
    )


def _step(status: TreatyStatus, name: str) -> Known | None:
    return known(status.step(name), getattr(status, f"{name}_by"))


def _sources(status: TreatyStatus) -> Iterator[tuple[str, str]]:
    if status.signed_source:
        yield _("Signature"), status.signed_source
    if status.deposited_source:
        yield _("Ratification or accession"), status.deposited_source
    if status.in_force_source:
        yield _("Entry into force"), status.in_force_source
    if status.left_source:
        yield _("Leaving"), status.left_source
