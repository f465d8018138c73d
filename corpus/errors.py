"""The few ways in which Rådslag fails, each with an exit code and advice."""

from __future__ import annotations


class RadslagError(Exception):
    """Something a person must know: what happened, where, and what to do next."""

    exit_code = 1

    def __init__(self, what: str, where: str = "", advice: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.advice = advice

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head} {self.advice}".rstrip() if self.advice else head


class UnreadableError(RadslagError):
    """A file that cannot be read: broken, protected, empty, too large or of another format."""


class ArchiveError(RadslagError):
    """An archive that cannot be opened or written: locked, newer, damaged, disk full."""


class BusyError(ArchiveError):
    """Another process writes in the archive just now."""


class UsageError(RadslagError):
    """A request that makes no sense as it stands."""

    exit_code = 2
