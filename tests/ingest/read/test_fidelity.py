"""What was written comes back in order; `bench/fidelity.py` measures it over more programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.read import read
from tests.generate import fidelity


@pytest.mark.parametrize("script", fidelity.scripts(), ids=lambda script: script.kind)
def test_a_born_digital_document_comes_back_in_order(
    tmp_path: Path, script: fidelity.Script
) -> None:
    path = tmp_path / "d.pdf"
    path.write_bytes(fidelity.producers()["ReportLab"](script))
    document = read(path)
    assert fidelity.words_in_order(script.words, fidelity.read_words(document)) >= 0.995
    assert fidelity.heads_found(script, document) == 1


@pytest.mark.parametrize(
    ("written", "read_back", "wrong"),
    [("nämnden", "nämnden", 0), ("nämnden", "namnden", 1), ("abc", "", 3), ("abc", "xabc", 1)],
)
def test_letters_are_counted_as_an_edit_distance(written: str, read_back: str, wrong: int) -> None:
    assert fidelity.letters_wrong(written, read_back) == pytest.approx(wrong / len(written))
