"""Answers that are no JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework.renderers import JSONRenderer


class AsIs(JSONRenderer):
    """For files, whose type only the file knows: whatever the caller accepts is taken. Problems stay JSON."""

    media_type = "*/*"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,  # noqa: ARG002  # its signature
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Only problems come here; a file is on its way already."""
        return bytes(super().render(data, "application/json", renderer_context))
