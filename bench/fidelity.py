"""How faithfully documents are read: `python bench/fidelity.py`.

Sets documents of known text with every program that this machine has, makes scans of some of
them, reads all, and prints how many words came back in order, how many letters were wrong and
how many § were found. The generator stands in `tests/generate/fidelity.py`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from ingest.read import read
from tests.generate import fidelity

_SCANS = {
    "minutes": ((150, 0.7, 4.0), (200, -1.2, 8.0), (300, 0.4, 12.0)),
    "table": ((200, 0.9, 6.0),),
}
"""Dots an inch, degrees aslant and grain of the scans that are made of each kind."""
_BLOCKS = 17
"""The blocks that make about a page."""


def _report(name: str, script: fidelity.Script, data: bytes, folder: Path) -> list[float]:
    path = folder / "document.pdf"
    path.write_bytes(data)
    document = read(path)
    words = fidelity.read_words(document)
    recall = fidelity.words_in_order(script.words, words)
    wrong = fidelity.letters_wrong(" ".join(script.words), " ".join(words))
    heads = fidelity.heads_found(script, document)
    shown = f"{name:<44} words in order {recall:.4f}  letters wrong {wrong:.4f}  § {heads:.2f}"
    print(shown, flush=True)
    return [recall, wrong, heads]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-scans", action="store_true")
    scans = not parser.parse_args().no_scans
    born: list[list[float]] = []
    seen: list[list[float]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for producer, make in fidelity.producers().items():
            for script in fidelity.scripts():
                data = make(script)
                born.append(_report(f"{producer} {script.kind}", script, data, folder))
                for dpi, skew, noise in _SCANS.get(script.kind, ()) if scans else ():
                    first = fidelity.Script(script.kind, script.blocks[:_BLOCKS])
                    picture = fidelity.scanned(make(first), dpi, skew, noise)
                    label = f"{producer} {script.kind}, scan {dpi} dpi {skew:+} degrees"
                    seen.append(_report(label, first, picture, folder))
    for label, rows in (("born-digital", born), ("scans", seen)):
        if rows:
            means = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
            worst = min(row[0] for row in rows)
            print(
                f"{len(rows)} {label}: words in order {means[0]:.4f} (worst {worst:.4f}), "
                f"letters wrong {means[1]:.4f}, § found {means[2]:.3f}"
            )


if __name__ == "__main__":
    main()
