"""How far an ingest has come: a line that renews itself on a terminal, else a line now and then."""

from __future__ import annotations

import sys
import time

import click

from cli.render import cut, width
from cli.speech import _
from ingest.run.pipeline import Report

_PLAIN_EVERY = 10.0
_DRAWN_EVERY = 0.1


def span(seconds: float) -> str:
    """A length of time in the unit that suits it."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"


def rate(report: Report) -> str:
    """Pages per second so far."""
    return _("{0} sidor/s", f"{report.counts['pages'] / max(report.seconds, 0.001):.1f}")


class Progress:
    """Shows a report to whoever waits for it, on standard error."""

    def __init__(self) -> None:
        self.drawn = sys.stderr.isatty()
        self.last = time.monotonic()

    def __call__(self, report: Report) -> None:
        """Show how far the run has come, unless that was shown just now."""
        finished = report.done >= report.total
        every = _DRAWN_EVERY if self.drawn else _PLAIN_EVERY
        if not finished and time.monotonic() - self.last < every:
            return
        self.last = time.monotonic()
        line = self._line(report)
        if self.drawn:
            click.echo(f"\r\x1b[2K{cut(line, width() - 1)}", err=True, nl=False)
        elif not finished:
            click.echo(line, err=True)

    def _line(self, report: Report) -> str:
        parts = [_("{0} av {1} filer", report.done, report.total), rate(report)]
        if report.failed:
            parts.append(_("{0} misslyckade", len(report.failed)))
        if report.bytes_read and report.bytes_left:
            left = report.seconds / report.bytes_read * report.bytes_left
            parts.append(_("{0} kvar", span(left)))
        return " · ".join(parts)

    def clear(self) -> None:
        """Leave an empty line where the progress stood."""
        if self.drawn:
            click.echo("\r\x1b[2K", err=True, nl=False)
