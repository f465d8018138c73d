"""Writes the sample archive: `python -m tests.generate.samples [DIRECTORY]`.

Every document goes to `documents/` and its gold record to `gold/`, by default in the package
data of `corpus.samples`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from tests.generate import samples_municipality as municipality
from tests.generate import samples_network as network
from tests.generate import samples_others as others
from tests.generate.sheet import Sheet, as_json

TARGET = Path(__file__).parents[2] / "corpus" / "samples"

SAMPLES: tuple[tuple[str, str, str, Callable[[], Sheet]], ...] = (
    (
        "lindavalla-ks-2025-03-12",
        "Lindavalla/KS protokoll 2025-03-12.pdf",
        "pdf",
        municipality.march,
    ),
    ("lindavalla-ks-2025-05-14", "Lindavalla/KS protokoll 2025-05-14.pdf", "pdf", municipality.may),
    ("lindavalla-kallelse", "Lindavalla/Kallelse KS 2025-09-10.docx", "docx", municipality.notice),
    (
        "lindavalla-ks-2025-09-10",
        "Lindavalla/KS protokoll 2025-09-10.pdf",
        "pdf",
        municipality.september,
    ),
    ("lindavalla-utdrag", "Lindavalla/Protokollsutdrag KS § 74.pdf", "pdf", municipality.extract),
    (
        "lindavalla-ks-2026-02-11",
        "Lindavalla/KS protokoll 2026-02-11.docx",
        "docx",
        municipality.february,
    ),
    (
        "lindavalla-bmn-2023-11-21",
        "Lindavalla/Bygg- och miljönämnden 2023-11-21 (skannat).pdf",
        "scan",
        municipality.building_committee,
    ),
    (
        "natverket-2025-02-06",
        "Nätverket/minnesanteckningar 6 februari 2025.txt",
        "txt",
        network.first,
    ),
    ("natverket-2025-04-10-pdf", "Nätverket/bildspel-2025-04-10.pdf", "pdf", network.slides),
    ("natverket-2025-04-10-pptx", "Nätverket/bildspel-2025-04-10.pptx", "pptx", network.slides),
    (
        "natverket-2025-05-22",
        "Nätverket/Minnesanteckningar 2025-05-22.docx",
        "docx",
        network.second,
    ),
    ("region-run-2024-10-03", "Region Älvmark/RUN_2024-10-03_protokoll.pdf", "pdf", others.region),
    (
        "tallasbygden-2024-12-04",
        "Tallåsbygden/direktionen-2024-12-04.pdf",
        "pdf",
        others.joint_authority,
    ),
    (
        "ronnklinten-2025-03-18",
        "Rönnklinten/Styrelsemöte 3 2025-03-18.pdf",
        "pdf",
        others.board_march,
    ),
    (
        "ronnklinten-2025-05-06",
        "Rönnklinten/Styrelsemöte 4 2025-05-06.pdf",
        "pdf",
        others.board_may,
    ),
    ("ronnklinten-arsstamma", "Rönnklinten/Årsstämma 2026.pdf", "pdf", others.annual),
    ("granskar-2024-04-17", "Granskär/Bildningsnämnden 17.4.2024.pdf", "pdf", others.finnish_town),
)


def write(target: Path = TARGET) -> None:
    """Writes every sample and its gold record under `target`."""
    for stem, name, kind, make in SAMPLES:
        sheet = make()
        printed = sheet.printed(kind, Path(name).stem)
        path = target / "documents" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(printed.content)
        gold = target / "gold" / f"{stem}.json"
        gold.parent.mkdir(parents=True, exist_ok=True)
        gold.write_text(as_json(sheet.gold(name, printed)), "utf-8")


if __name__ == "__main__":
    write(*(Path(argument) for argument in sys.argv[1:2]))
