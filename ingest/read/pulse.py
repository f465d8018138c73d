"""A sign of life after each page, so that slow work can be told from stuck work."""

from __future__ import annotations

from collections.abc import Callable

_listeners: list[Callable[[], None]] = []


def listen(listener: Callable[[], None]) -> None:
    """Calls `listener` at each pulse from now on, in this process."""
    _listeners.append(listener)


def pulse() -> None:
    """One more page is done."""
    for listener in _listeners:
        listener()
