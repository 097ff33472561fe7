"""What the filters of the register offer, in words."""

from django.utils.translation import gettext_lazy as _

from tracker.casework import labels, table_labels
from tracker.casework.filtering.asked import GIVEN
from tracker.casework.filtering.flow import Flow
from tracker.casework.filtering.narrowing import ABSENT
from tracker.casework.filtering.preserved import Preserving
from tracker.casework.filtering.reached import Acknowledged, Completed
from tracker.casework.filtering.recorded import ANY, ASKED, CONTRARY
from tracker.casework.filtering.refused import Refused
from tracker.casework.filtering.stretched import STILL, YES
from tracker.casework.filtering.urgent import Acted
from tracker.casework.filters import State
from tracker.casework.lateness import Owing

EMPTY = [("", _("all"))]
NONE = (ABSENT, _("none recorded"))
STATES = [
    (State.OPEN.value, _("open")),
    (State.DUE_SOON.value, _("due soon")),
    (State.OVERDUE.value, _("overdue")),
    (State.LONG_OVERDUE.value, _("long overdue")),
    (State.CLOSED.value, _("closed")),
]
OWINGS = [
    (Owing.ANSWERS.value, _("they are late")),
    (Owing.OURS.value, _("we are late")),
    (Owing.EXPIRIES.value, _("something is lost")),
]
FLOWS = [
    (Flow.CARRIED.value, _("carried forward")),
    (Flow.NEW.value, _("new")),
    (Flow.REOPENED.value, _("reopened")),
    (Flow.CLOSED.value, _("closed")),
    (Flow.PENDING.value, _("pending at the end")),
    (Flow.AMISS.value, _("does not add up")),
]
BECAME = [(GIVEN, _("granted, in full or in part")), *labels.choices(labels.ITEM_GROUP)]
PRESERVING = [
    (Preserving.HELD.value, _("preserved")),
    (Preserving.DUE.value, _("expired or due")),
    (Preserving.SENT_OR_RECEIVED.value, _("production sent before expiry")),
    (Preserving.GAP.value, _("with a gap")),
    (Preserving.OPEN_GAP.value, _("with a gap that goes on")),
    (Preserving.FOLLOWED.value, _("followed by a production request")),
    (Preserving.UNFOLLOWED.value, _("without a production request so far")),
    *labels.choices(labels.PRESERVATION_GROUP),
]
ACTED = [
    (Acted.ANY.value, _("all that are")),
    (Acted.YES.value, _("acted on")),
    (Acted.WAITING.value, _("waiting for a first act")),
    (Acted.ENDED.value, _("ended without any act")),
    (Acted.TIMED.value, _("with recorded hours")),
]
LACKING = [(key.value, asked.label) for key, asked in ASKED.items()]
CONTRADICTIONS = [(ANY, _("any")), *((key.value, label) for key, label in CONTRARY.items())]
ACKNOWLEDGED = [
    (Acknowledged.YES.value, _("acknowledged")),
    (Acknowledged.ANSWERED.value, _("answered without one")),
    (Acknowledged.ENDED.value, _("ended without either")),
    (Acknowledged.OPEN.value, _("still waiting")),
    (Acknowledged.IN_TIME.value, _("limit kept")),
    (Acknowledged.LATE.value, _("limit missed")),
]
COMPLETED = [
    (Completed.YES.value, _("wholly answered")),
    (Completed.REFUSED.value, _("wholly refused")),
    (Completed.ENDED.value, _("ended before that")),
    (Completed.OPEN.value, _("still open")),
]
REFUSED = [
    (Refused.YES.value, _("wholly or in part")),
    (Refused.WHOLE.value, _("wholly")),
    (Refused.PART.value, _("in part")),
]
POSTPONED = [
    (YES, _("was postponed")),
    (STILL, _("is still postponed")),
    *labels.choices(table_labels.RESUMPTION),
]
