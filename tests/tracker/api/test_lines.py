"""A line of a list is what its serializer says, though it is printed another way."""

from __future__ import annotations

import datetime as dt
import json

from django.test import RequestFactory
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from tests import factories
from tests.tracker.api.world import NOON, World
from tracker.api.requests.lines import line_of, with_columns
from tracker.api.requests.read import RequestLine
from tracker.casework.models import AssistanceRequest
from tracker.directory.models import Authority, AuthorityKind


def test_it_prints_what_the_serializer_describes(world: World) -> None:
    world.opened(title="A draft", urgency="urgent", urgency_reason="A life")
    world.sent(title="A letter that is late", on=dt.date(2025, 3, 2))
    world.sent(title="A fresh one", channel="network_24_7")
    with_holder = world.sent(title="In somebody's hands")
    holder = Authority.objects.create(
        code="cn-mfa",
        name="Ministry",
        jurisdiction=factories.jurisdiction("CN"),
        as_of=NOON.date(),
        kind=AuthorityKind.FOREIGN_MINISTRY,
    )
    AssistanceRequest.objects.filter(pk=with_holder.pk).update(
        holder_authority=holder, officer=None, flags=["urgent"]
    )
    context = {"request": Request(RequestFactory().get("/api/v1/requests/")), "at": NOON}
    rows = with_columns(AssistanceRequest.objects.order_by("pk"))
    assert len(rows) == 4
    for row in rows:
        described = RequestLine(row, context=context).data
        printed = line_of(row, NOON)
        assert list(printed) == list(described)
        assert printed == json.loads(JSONRenderer().render(described))
        assert not row.get_deferred_fields() & set(RequestLine.Meta.fields)
