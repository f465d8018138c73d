"""The course of a case as a picture: bodies as rows, days across, and what was decided where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from corpus.cells import as_date
from corpus.history import CaseHistory, Step
from corpus.model import Outcome

WIDTH, ROW, TOP = 900, 40, 26
_LEFT, _RIGHT = 230, 50
"""Where the days begin and how far from the edge they end; names of bodies stand before."""
_LABEL = 84
"""The width of a day's label."""
_LONGEST_NAME = 30
_TELLING = (
    Outcome.REFERRED_BACK,
    Outcome.TABLED,
    Outcome.REJECTED,
    Outcome.APPROVED,
    Outcome.ELECTED,
)
"""Outcomes by how much they tell of what became of a case at a meeting, the first most."""


class Stop(msgspec.Struct, frozen=True):
    """A meeting of the case in the picture."""

    x: float
    y: float
    day: str
    label: bool
    """Whether there is room for its day."""
    outcome: str
    title: str


class Course(msgspec.Struct, frozen=True):
    """A picture of `WIDTH` × `height`."""

    height: float
    rows: tuple[tuple[float, str], ...]
    """Middle and name of each body's row."""
    stops: tuple[Stop, ...]

    @property
    def line(self) -> str:
        """The way from stop to stop, as points of a polyline."""
        return " ".join(f"{stop.x:g},{stop.y:g}" for stop in self.stops)


def course(case: CaseHistory) -> Course | None:
    """The course of a case; None where it is of fewer than two days, which needs no picture."""
    dated = [(day, step) for step in case.steps if (day := as_date(step.date))]
    if len({day for day, _ in dated}) < 2:
        return None
    names = list(dict.fromkeys(_name(step) for _, step in dated))
    rows = tuple((TOP + ROW * (n + 0.5), _short(name)) for n, name in enumerate(names))
    middle = dict(zip(names, (y for y, _ in rows), strict=True))
    last: dict[str, float] = {}
    stops = []
    for (_, step), x in zip(dated, _across([day for day, _ in dated]), strict=True):
        name = _name(step)
        label = x - last.get(name, -WIDTH) >= _LABEL
        if label:
            last[name] = x
        outcome = outcome_of(step)
        stops.append(Stop(x, middle[name], step.date or "", label, outcome, name))
    return Course(TOP + ROW * len(names) + 6, rows, tuple(stops))


def _across(days: Sequence[date]) -> list[float]:
    first, length = days[0], (days[-1] - days[0]).days
    room = WIDTH - _LEFT - _RIGHT
    return [round(_LEFT + room * (day - first).days / length, 1) for day in days]


def _name(step: Step) -> str:
    return step.body or step.organisation or "–"


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def outcome_of(step: Step) -> str:
    """The outcome that tells most of what became of a case at a meeting; empty for none."""
    outcomes = [decision.fact.outcome for decision in step.decisions]
    telling = next((each for each in _TELLING if each in outcomes), None)
    return str(telling or (outcomes[0] if outcomes else ""))
