"""A process that dies at a chosen place: nothing after it happens, nothing catches it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock


class KilledError(BaseException):
    """Stands for SIGKILL: no handler for exceptions sees it."""


@contextmanager
def killed(target: object, name: str, *, after: bool = False, calls: int = 1) -> Iterator[None]:
    """Die in the given call of ``target.name``, before it does anything or ``after`` it has done it all."""
    real: Callable[..., Any] = getattr(target, name)
    left = calls

    def fatal(*args: Any, **kwargs: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0 and not after:
            raise KilledError
        result = real(*args, **kwargs)
        if left == 0:
            raise KilledError
        return result

    with mock.patch.object(target, name, fatal):
        try:
            yield
        except KilledError:
            return
