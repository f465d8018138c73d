"""What a file costs grows with its length and no faster, whatever is said in it again and again."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from corpus.swedish.personal import hidden
from ingest.run.reading import understood

HEAD = "Protokoll\nParknämnden\n2024-03-12\n\n§ 1 Val\nBeslut\nNämnden godkänner. "
SHAPES = (
    " ",
    "den 3 maj 2025 ",
    "2025-05-03 ",
    "kl. 13.00 ",
    "Anna Ek, ",
    "senast ",
    "1 000 kronor ",
    "\n",
)
STEPS = 4
"""How many times longer the longer text is …"""
AT_MOST = 2.2 * STEPS
"""… and how many times more it may cost: a square would be sixteen."""


def seconds(folder: Path, text: str) -> float:
    path = folder / "text.txt"
    path.write_text(text, "utf-8")
    began = time.process_time()
    understood(path)
    return time.process_time() - began


@pytest.mark.parametrize("shape", SHAPES)
def test_reading_and_finding_facts_is_linear(tmp_path: Path, shape: str) -> None:
    length = 40_000 if shape.isspace() else 1500
    seconds(tmp_path, f"{HEAD}{shape * 3}x\n")
    short = seconds(tmp_path, f"{HEAD}{shape * (length // len(shape))}x\n")
    long = seconds(tmp_path, f"{HEAD}{shape * (STEPS * length // len(shape))}x\n")
    print(f"{shape!r}: {short:.2f} s, {STEPS} times as long {long:.2f} s")  # noqa: T201
    assert long < AT_MOST * max(short, 0.2)


@pytest.mark.parametrize(
    "shape",
    [
        "070-",
        "0 ",
        "1\n",
        "811218-\n",
        "bosatt på ",
        "bor på Aa Bb ",
        "Adress: A 1,\n",
        " ",
        "+46 ",
    ],
)
def test_hiding_is_linear(shape: str) -> None:
    def cost(times: int) -> float:
        began = time.process_time()
        hidden(shape * times + "1")
        return time.process_time() - began

    cost(100)
    assert cost(4000 * STEPS) < AT_MOST * max(cost(4000), 0.05)
