"""Addresses under /api/v1/requests/."""

from __future__ import annotations

from django.urls import path

from tracker.api.requests import chances, documents, export, filing, lists
from tracker.api.requests import views as requests

ONE = "requests/<uuid:uuid>/"

urlpatterns = [
    path("requests/", requests.Requests.as_view(), name="requests"),
    path("requests/export/", export.Export.as_view(), name="export"),
    path("requests/export/xlsx/", export.ExportWorkbook.as_view(), name="export_xlsx"),
    path("requests/record/", chances.OwnRecord.as_view(), name="own_record"),
    path(ONE, requests.OneRequest.as_view(), name="request"),
    path(f"{ONE}items/", lists.Items.as_view(), name="items"),
    path(f"{ONE}events/", lists.Events.as_view(), name="events"),
    path(f"{ONE}deadlines/", lists.Deadlines.as_view(), name="deadlines"),
    path(f"{ONE}documents/", documents.Documents.as_view(), name="documents"),
    path(f"{ONE}documents/<uuid:document>/", documents.Content.as_view(), name="document"),
    path(f"{ONE}chances/", chances.Chances.as_view(), name="chances"),
    path(f"{ONE}actions/", lists.Offers.as_view(), name="actions"),
    path(f"{ONE}actions/<slug:action>/", requests.Actions.as_view(), name="action"),
    path(f"{ONE}events/<int:sequence>/corrections/", requests.Corrections.as_view(), name="corrections"),
    path(f"{ONE}reassignments/", filing.Reassignments.as_view(), name="reassignments"),
    path(f"{ONE}adoptions/", filing.Adoptions.as_view(), name="adoptions"),
    path(f"{ONE}links/", filing.Links.as_view(), name="links"),
    path(f"{ONE}results/", filing.Results.as_view(), name="results"),
    path(f"{ONE}grants/", filing.Grants.as_view(), name="grants"),
    path(f"{ONE}grants/<uuid:grant>/revocation/", filing.Revocations.as_view(), name="revocation"),
]
