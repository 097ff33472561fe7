"""Addresses under /requests/."""

from django.urls import path

from tracker.web.requests.views import acting, chances, dossier, filing, opening, page

urlpatterns = [
    path("new/", opening.request_new, name="request_new"),
    path("record/", chances.own_record, name="own_record"),
    path("<uuid:uuid>/", page.request_view, name="request"),
    path("<uuid:uuid>/do/<slug:action>/", acting.request_action, name="request_action"),
    path("<uuid:uuid>/chances/", chances.request_chances, name="request_chances"),
    path("<uuid:uuid>/edit/", dossier.request_edit, name="request_edit"),
    path("<uuid:uuid>/entries/<int:sequence>/correct/", acting.request_correct, name="request_correct"),
    path("<uuid:uuid>/documents/add/", filing.document_add, name="request_document"),
    path("<uuid:uuid>/documents/<uuid:document>/", page.document, name="document"),
    path("<uuid:uuid>/results/add/", filing.result_add, name="request_result"),
    path("<uuid:uuid>/links/add/", filing.link_add, name="request_link"),
    path("<uuid:uuid>/access/give/", filing.access_give, name="request_access"),
    path("<uuid:uuid>/access/<uuid:grant>/revoke/", filing.access_revoke, name="request_access_revoke"),
    path("<uuid:uuid>/reassign/", filing.reassign, name="request_reassign"),
    path("<uuid:uuid>/adopt/", filing.adopt, name="request_adopt"),
]
