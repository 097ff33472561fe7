"""Finding who must be reminded, collecting it for the morning, and sending it only if it is still true.

Late, twice, in parallel or after a crash, the outcome is the same: a mark for each step, and one mail that says so.
"""

from tracker.reminders.services.again import plan_again, plan_headed, plan_moved
from tracker.reminders.services.delivering import deliver
from tracker.reminders.services.sweeping import BATCH, sweep

__all__ = ["BATCH", "deliver", "plan_again", "plan_headed", "plan_moved", "sweep"]
