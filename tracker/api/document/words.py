"""What the document says at its beginning."""

from __future__ import annotations

from typing import Final

DESCRIPTION: Final = """\
Everything that the pages of MLA Tracker can do, for other programs: requests for mutual legal assistance are logged,
sent, handed over and answered by the same services, under the same rules, and are refused with the same reasons.

**Who calls.** A program sends `Authorization: Bearer mlat_…` with a token that a user made in the preferences; the
token acts for that user, within its scopes (`read`, `write`, `reports`) and its office. A page of this site may call
with its session; what it writes carries the CSRF token in `X-CSRFToken`.

**What may not be seen is not there.** A request that the caller may not see is answered as one that does not exist.

**Lists** are pages by key: follow `next` until it is null. `page_size` is at most 200.

**Writes** name the version that was read, as `seen_version` in the body or as `If-Match` in the header. If somebody
was quicker, nothing is written: 409 says both versions, 412 that the ETag is another. A `POST` under an
`Idempotency-Key` can be repeated for three days without being done twice.

**Refusals** are problem details (RFC 9457, `application/problem+json`) with every reason, each with a pointer into the
body or the name of a parameter.

**Values.** Moments are ISO 8601 in UTC; days are days of the calendar at the office of the request; codes are those of
the tables and never change their meaning. Names that a body does not have are refused, not ignored, and so is a
parameter that is given twice.

A guide with a worked session is in `docs/api.md`."""

TOKEN: Final = "A personal or service token, made in the preferences: `mlat_…`."  # noqa: S105  # words about one
SESSION: Final = (
    "The session of somebody who signed in on the pages. "
    "What is written carries the CSRF token in `X-CSRFToken`."
)
