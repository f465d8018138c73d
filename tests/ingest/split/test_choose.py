"""Of the divisions that are proposed, the one for which most speaks is taken."""

from __future__ import annotations

from pathlib import Path

from corpus.model import DocumentType
from ingest.layout.lines import Lines
from ingest.read import read
from ingest.split.choose import choose, features, weights
from ingest.split.sections import divisions, segment
from tests.generate.forms import form


def titles(tmp_path: Path, text: str, name: str = "a.txt") -> list[str]:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    found = segment(read(path), DocumentType.NOTES)
    return [one.item.title for one in found if one.item]


def test_a_list_that_comes_again_does_not_beat_headings(tmp_path: Path) -> None:
    people = "* Ada Ek\n* Bo Vret\n* Cia Alm\n* Dan Berg\n"
    points = "".join(
        f"## {title}\n\n{people}\nVi talade om {title.lower()} och kom en bit på vägen.\n\n"
        for title in ("Ekonomi", "Bryggan", "Lägret", "Städdagen")
    )
    text = f"# Anteckningar\n\n## Närvarande\n\n{people}\n{points}"
    assert titles(tmp_path, text, "a.md") == ["Ekonomi", "Bryggan", "Lägret", "Städdagen"]


def test_labels_that_recur_below_points_head_none(tmp_path: Path) -> None:
    text = "# Protokoll\n\n" + "".join(
        f"## {title}\n\nVi gick igenom läget.\n\n### Utfall\n\nFörslaget antas.\n\n"
        for title in ("Ekonomi", "Bryggan", "Lägret")
    )
    assert titles(tmp_path, text, "a.md") == ["Ekonomi", "Bryggan", "Lägret"]


def test_sentences_may_be_numbered_points(tmp_path: Path) -> None:
    text = (
        "Årsstämma 2031 i Vintra båtklubb\n\n1. Stämman öppnades av Ada Ek.\n"
        "2. Bo Vret valdes till sekreterare.\n3. Berättelsen lästes upp och godkändes.\n"
        "4. Avgiften fastställdes till 90 kronor.\n5. Stämman avslutades.\n"
    )
    assert len(titles(tmp_path, text)) == 5


def test_a_number_that_begins_small_stands_in_its_chain(tmp_path: Path) -> None:
    text = "".join(
        f"{n}. {title}\nVi gick igenom läget och var nöjda med det.\n\n"
        for n, title in enumerate(("Status", "dokumenten", "planering", "Nästa möte"), 1)
    )
    found = titles(tmp_path, f"Mötesanteckningar 2031-02-04\n\n{text}")
    assert found == ["Status", "dokumenten", "planering", "Nästa möte"]


def test_prose_is_not_divided(tmp_path: Path) -> None:
    text = "Anteckningar\n\n" + "Vi gick igenom läget och var nöjda med det som hänt i våras. " * 9
    assert titles(tmp_path, text) == []


def test_every_weight_is_of_a_feature_and_the_best_is_chosen(tmp_path: Path) -> None:
    known: set[str] = set()
    for seed in range(12):
        name, printed, _ = form(seed)
        path = tmp_path / f"{name}{printed.suffix}"
        path.write_bytes(printed.content)
        lines = Lines(read(path))
        found = divisions(lines, DocumentType.NOTES)
        chosen = choose(lines, found)
        assert chosen is None or chosen in found
        for one in found:
            known |= features(lines, one, found).keys()
    assert known - {name for name in known if name.startswith("by-")} <= weights().keys()
