"""A clock that tests can move."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from tracker import clock


@dataclass(frozen=True, slots=True, kw_only=True)
class MovableClock:
    """Moves `tracker.clock` by writing the offset that it reads; time goes on running after a move."""

    file: Path

    def now(self) -> dt.datetime:
        """The moment that the program takes for the present."""
        return clock.now()

    def advance(self, **duration: float) -> None:
        """Let time pass, in the words of `timedelta`: `advance(days=3, hours=1)`."""
        self.move_to(clock.now() + dt.timedelta(**duration))

    def move_to(self, moment: dt.datetime) -> None:
        """Make this moment the present: a blink before it, a page would show the minute before."""
        self.reset()
        self.file.write_text(str((moment - clock.now()).total_seconds()))

    def reset(self) -> None:
        """Return to the real time."""
        self.file.unlink(missing_ok=True)
