"""What a receiver gets, for the OpenAPI document."""

from __future__ import annotations

from typing import Final

from drf_spectacular.utils import OpenApiResponse, OpenApiWebhook, extend_schema

from tracker.api.webhooks.read import CallSerializer
from tracker.outbox.signing import ID_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER, VERSION

WORDS: Final = f"""It says that something happened and where to read it, never what the case is about.

`{ID_HEADER}` is the `id` of the body, `{TIMESTAMP_HEADER}` the moment of this attempt in Unix seconds, and
`{SIGNATURE_HEADER}` is `{VERSION}=` with the HMAC-SHA256, in hexadecimal, of timestamp, id and body with dots between
them. Refuse what is not signed so or is older than five minutes."""
TAKEN: Final = OpenApiResponse(
    description="Taken. Any other status, redirects among them, is tried again after a pause."
)
EVENT: Final = OpenApiWebhook(
    name="event",
    decorator=extend_schema(
        summary="Something happened to a request of the office",
        description=WORDS,
        tags=["webhooks"],
        request=CallSerializer,
        responses={"2XX": TAKEN},
    ),
)
