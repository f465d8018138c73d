"""Extraction from every generated family stays as good as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.generate.families import FAMILIES
from tests.generate.floors import floors, reached


def test_every_family_has_floors() -> None:
    assert set(floors()) == set(FAMILIES)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_is_read_as_well_as_before(family: str, tmp_path: Path) -> None:
    found = reached(tmp_path, family)
    least = floors()[family]
    short = {kind: (f1, least[kind]) for kind, (f1, _) in found.items() if f1 < least[kind]}
    assert not short, f"{family}: reached and floor of {short}"
