"""Tables fit the terminal they are shown on, and lose nothing elsewhere."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.render import _fitted, table

LONG = "Samverkansnämnden för gemensamma lekplatser, bänkar och gångvägar vid älven"
ROWS = [["2025-02-05", LONG, "ersättare för ordföranden", "frånvarande", "s. 12  m-abcdef234567"]]


def test_nothing_is_cut_where_there_is_no_terminal() -> None:
    assert LONG in table(ROWS)


def test_a_row_fits_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    (line,) = table(ROWS).splitlines()
    assert len(line) <= 80
    assert line.startswith("2025-02-05  Samverkansn")
    assert "…" in line


@given(st.lists(st.integers(0, 200), min_size=1, max_size=8), st.integers(40, 200))
def test_columns_give_way_evenly(wide: list[int], room: int) -> None:
    fitted = _fitted(wide, room)
    assert all(new <= old for new, old in zip(fitted, wide, strict=True))
    assert all(new >= min(old, 12) for new, old in zip(fitted, wide, strict=True))
    gaps = 2 * (len(wide) - 1)
    assert sum(fitted) + gaps <= room or max(fitted) <= 12
    if sum(wide) + gaps <= room:
        assert fitted == wide
