"""What no rule took is offered where it is likely, and is no fact."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.model import PossibleKind
from corpus.samples import documents
from corpus.swedish.likely import KINDS, Line, likelihood
from ingest.extract import extract
from ingest.facts.possible import find_possible
from ingest.read import read
from ingest.split.sections import Section

TASK = "Ada tar kontakt med leverantören senast den 3 maj."
REPORT = "Kommunen hade 12 000 invånare vid årets slut."


def section_of(folder: Path, *sentences: str) -> Section:
    path = folder / "anteckningar.txt"
    path.write_text("\n\n".join(sentences), encoding="utf-8")
    document = read(path)
    return Section(document, None, document.lines)


def test_a_likely_task_is_offered_and_a_report_is_not(tmp_path: Path) -> None:
    (offered,) = find_possible(section_of(tmp_path, REPORT, TASK), ())
    assert (offered.kind, offered.text) == (PossibleKind.TASK, TASK)
    assert offered.provenance.confidence <= 0.4
    assert offered.provenance.rule == "likely/task"


def test_what_is_a_fact_is_not_offered(tmp_path: Path) -> None:
    section = section_of(tmp_path, TASK)
    (offered,) = find_possible(section, ())
    assert find_possible(section, [offered.provenance]) == ()


@pytest.mark.parametrize("path", sorted(documents().rglob("*.txt")), ids=lambda path: path.stem)
def test_no_sentence_is_both_offered_and_a_fact(path: Path) -> None:
    (record,) = extract(read(path))
    told = [span for fact in record.decisions for span in fact.provenance.spans]
    told += [span for fact in record.action_items for span in fact.provenance.spans]
    for offered in record.possible:
        for start, end in offered.provenance.spans:
            assert not any(a < end and start < b for a, b in told)


@pytest.mark.parametrize("text", ["", " ", "§", "\x00" * 3, "a" * 10_000])
def test_any_line_has_an_answer(text: str) -> None:
    assert set(likelihood(Line(text))) == set(KINDS)
