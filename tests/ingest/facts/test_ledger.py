"""What the ledger says of numbers that are not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.extract import extract
from ingest.read import read

TITLES = (
    "Öppnande",
    "Val av justerare",
    "Ekonomi",
    "Sommarens skötsel",
    "Nästa möte",
    "Avslutning",
)


def _missing(folder: Path, head: str, numbers: range) -> tuple[str, ...]:
    points = [
        f"{head.format(number)} {title}\nStyrelsen tackade för föredragningen.\n"
        for number, title in zip(numbers, TITLES, strict=False)
    ]
    path = folder / "protokoll.txt"
    text = "Parkvännerna\nProtokoll från styrelsemöte 2031-03-04\n\n"
    path.write_text(text + "\n".join(points), "utf-8")
    (one,) = extract(read(path))
    assert [item.number for item in one.agenda_items] == [str(n) for n in numbers]
    return one.ledger.missing_numbers


@pytest.mark.parametrize(
    ("head", "numbers", "missing"),
    [
        ("{}.", range(1, 7), ()),
        ("{}.", range(2, 8), ("1",)),
        ("{}.", range(3, 9), ("1", "2")),
        ("{}.", range(31, 37), ()),  # they go on from the meeting before
        ("§ {}", range(2, 8), ()),  # §§ are counted over the year
    ],
)
def test_points_without_a_section_sign_are_numbered_from_one(
    tmp_path: Path, head: str, numbers: range, missing: tuple[str, ...]
) -> None:
    assert _missing(tmp_path, head, numbers) == missing
