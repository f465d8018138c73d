"""The queries that an engine is asked: few, so that an engine is small.

They are made from what people type by `index.query`, `index.intent` and `index.plan`; each
engine says them in its own terms.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec


class Term(msgspec.Struct, frozen=True, gc=False):
    """A term of a field, and what it is worth."""

    field: str
    term: str
    weight: float = 1.0


class AnyTerm(msgspec.Struct, frozen=True):
    """Units that hold at least one of the terms; what is found is added up."""

    terms: tuple[Term, ...]


class Sequence(msgspec.Struct, frozen=True):
    """Units in which terms of one field follow each other."""

    field: str
    terms: tuple[str, ...]
    weight: float = 1.0


class Between(msgspec.Struct, frozen=True):
    """Units of meetings in a range of days (20260615), both ends included."""

    first: int
    last: int


class Boolean(msgspec.Struct, frozen=True):
    """Units that match all of `must` and none of `never`; `should` only adds to the score.

    With no `must`, at least `least` of `should` must match.
    """

    must: tuple[Clause, ...] = ()
    should: tuple[Clause, ...] = ()
    never: tuple[Clause, ...] = ()
    least: int = 1


class Constant(msgspec.Struct, frozen=True):
    """The same units, each with the same score."""

    clause: Clause
    score: float


class Everything(msgspec.Struct, frozen=True):
    """All units."""


class Nothing(msgspec.Struct, frozen=True):
    """No unit."""


Clause: TypeAlias = AnyTerm | Sequence | Between | Boolean | Constant | Everything | Nothing
