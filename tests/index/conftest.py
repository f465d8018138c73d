"""Units and engines that the tests of search share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.model import DocumentType
from index.build import ENGINES, open_engine
from index.engine import SearchEngine
from index.units import Piece, Unit, UnitFact, UnitKind

MakePoint = Callable[..., Unit]


def _point(
    id_: str,
    title: str,
    body: str = "",
    *,
    document: str = "d-1",
    revision: str = "1",
    decision: str | None = None,
    outcome: str = "approved",
    action: str | None = None,
    owner: tuple[str, ...] = (),
    persons: tuple[str, ...] = (),
    number: str | None = None,
    case: str | None = None,
    organ: str = "Kommunstyrelsen",
    date: str = "2025-03-12",
    kind: UnitKind = UnitKind.POINT,
    type_: DocumentType = DocumentType.MINUTES,
) -> Unit:
    text = "\n".join(filter(None, (title, body, decision, action)))
    return Unit(
        id=id_, document_id=document, revision=revision, meeting_id=f"m-{organ}-{date}",
        kind=kind, title=title, number=number, case_number=case, body=text,
        pieces=(Piece(0, 1000, len(text), 2),), page=2, organisation="Granfors kommun",
        meeting_body=organ, date=date, document_type=type_, item_type=None,
        decisions=(UnitFact(decision, 2, (), outcome),) if decision else (),
        actions=(UnitFact(action, 2, (), None, owner),) if action else (),
        persons=(*persons, *owner), votes=0,
    )  # fmt: skip


@pytest.fixture
def point() -> MakePoint:
    return _point


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> SearchEngine:
    return open_engine(tmp_path / "index", request.param)
