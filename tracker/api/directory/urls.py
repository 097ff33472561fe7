"""Addresses of the directory."""

from __future__ import annotations

from django.urls import path

from tracker.api.directory import views

ONE = "jurisdictions/<str:code>/"

urlpatterns = [
    path("jurisdictions/", views.Jurisdictions.as_view(), name="jurisdictions"),
    path(ONE, views.OneJurisdiction.as_view(), name="jurisdiction"),
    path(f"{ONE}memberships/", views.MembershipsOfOne.as_view(), name="memberships-of"),
    path("memberships/", views.Rolls.as_view(), name="memberships"),
    path("authorities/", views.Authorities.as_view(), name="authorities"),
    path("authorities/<uuid:uuid>/", views.OneAuthority.as_view(), name="authority"),
    path("contact-points/", views.ContactPoints.as_view(), name="contact-points"),
    path("liaison-posts/", views.LiaisonPosts.as_view(), name="liaison-posts"),
    path("engagements/", views.Engagements.as_view(), name="engagements"),
]
