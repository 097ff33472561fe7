"""The one thing that reports write: figures that are published."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from django.db import transaction
from django.utils.translation import get_language, gettext

from tracker.accounts.models import Office
from tracker.casework.errors import Refused
from tracker.reports.asking import Condition, QuestionForm, answered
from tracker.reports.keeping import kept
from tracker.reports.models import Publication, PublicationOffice
from tracker.reports.queries import publishable_by
from tracker.words import moment_words
from workflows.messages import message


@transaction.atomic
def publish(form: QuestionForm) -> Publication:
    """Answer a form without errors over the offices that its viewer supervises, and keep the answer for good.

    Raises Refused where the viewer supervises none, and where there is nothing to publish.
    """
    viewer = form.viewer
    offices = list(Office.objects.filter(pk__in=viewer.scope.supervisor).order_by("code"))
    if not offices:
        raise Refused(message("Figures are published by supervisors, of the offices that they supervise."))
    found = answered(form, publishable_by(viewer))
    if found.result.is_empty:
        raise Refused(message("There is nothing to publish: no request is counted."))
    uuid = uuid4()
    moment = Condition(
        name="published",
        label=gettext("Published"),
        value=viewer.at.isoformat(timespec="seconds"),
        shown=moment_words(viewer.at),
    )
    told = (
        (gettext("Published by"), viewer.user.name),
        (gettext("Offices counted"), ", ".join(office.code for office in offices)),
        (gettext("Publication"), str(uuid)),
    )
    known = tuple(Condition(name="published", label=label, value=shown, shown=shown) for label, shown in told)
    row = Publication.objects.create(
        uuid=uuid,
        report=form.report.slug,
        title=str(form.report.title),
        as_of=found.question.on,
        language=get_language() or "en",
        question={name: str(form.data[name]) for name in form.fields if name in form.data},
        content=kept(replace(found, conditions=(*found.conditions, moment, *known))),
        published_by=viewer.user,
        published_at=viewer.at,
    )
    PublicationOffice.objects.bulk_create(
        PublicationOffice(publication=row, office=office) for office in offices
    )
    return row
