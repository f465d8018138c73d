"""How well extracted records agree with gold records (facit).

Facts are paired one to one, the most alike first. From the pairs follow precision (how much of
what was read is in the gold), recall (how much of the gold was read) and their harmonic mean
F1. Attributes of facts, such as the outcome of a decision, are judged over the pairs only. The
definitions are those of the guidelines that come with the gold records; any two programs that
follow them give the same figures.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import partial
from pathlib import Path
from typing import Any

Fact = Mapping[str, Any]

_BROKEN_WORD = re.compile(r"(?<=\w)-\s+(?=\w)")
_NUMBERED = re.compile(r"\d+[a-z]?(?:\.\d+)*")
_LIKE = str.maketrans({"”": '"', "’": "'", "–": "-", "\u00ad": None})
_AROUND = " .,;:-•▪❑o\t"


def normal(value: object) -> str:
    """A text without what printing adds: case, forms of quotes, broken words, bullets."""
    text = unicodedata.normalize("NFKC", str(value) if value else "").casefold().translate(_LIKE)
    return re.sub(r"\s+", " ", _BROKEN_WORD.sub("", text)).strip(_AROUND)


def unaccented(value: object) -> str:
    """A normalised text without accents."""
    parts = unicodedata.normalize("NFD", normal(value))
    return "".join(part for part in parts if not unicodedata.combining(part))


def likeness(left: object, right: object) -> float:
    """How alike two texts are, 0 to 1, by their matching blocks of characters."""
    return SequenceMatcher(None, normal(left), normal(right), autojunk=False).ratio()


def shared_words(left: object, right: object) -> float:
    """F1 of the words of two texts, each word as often as it stands."""
    ours, theirs = (Counter(re.findall(r"\w+", normal(text))) for text in (left, right))
    if not ours or not theirs:
        return 0.0
    return 2 * (ours & theirs).total() / (ours.total() + theirs.total())


def number_of(value: object) -> str:
    """The number of an item without white space, § and final stop."""
    return re.sub(r"\s+", "", str(value) if value else "").strip("§.").casefold()


# ------------------------------------------------------------------------------ what is alike


def _at_least(least: float, value: float) -> float:
    return value if value >= least else 0.0


def _same_participant(gold: Fact, read: Fact) -> float:
    left, right = unaccented(gold.get("name")), unaccented(read.get("name"))
    if sorted(left.split()) == sorted(right.split()):
        return 1.0
    return _at_least(0.9, SequenceMatcher(None, left, right, autojunk=False).ratio())


def _same_item(gold: Fact, read: Fact) -> float:
    alike = likeness(gold.get("title"), read.get("title"))
    if not gold.get("number"):
        return _at_least(0.8, alike)
    same_number = number_of(gold["number"]) == number_of(read.get("number"))
    return 1 + alike if same_number and alike >= 0.6 else 0.0


def _in_different_items(gold: Fact, read: Fact) -> bool:
    numbers = [number_of(fact.get("agenda_item")) for fact in (gold, read)]
    return all(map(_NUMBERED.fullmatch, numbers)) and numbers[0] != numbers[1]


def _same_decision(gold: Fact, read: Fact) -> float:
    if _in_different_items(gold, read):
        return 0.0
    return _at_least(0.75, shared_words(gold.get("text"), read.get("text")))


def _same_action(gold: Fact, read: Fact) -> float:
    return _at_least(0.6, shared_words(gold.get("text"), read.get("text")))


def _same_vote(gold: Fact, read: Fact) -> float:
    def counted(fact: Fact) -> list[object]:
        counts = [int(fact.get(option) or 0) for option in ("yes", "no", "abstain")]
        return [number_of(fact.get("agenda_item")), *counts]

    return float(counted(gold) == counted(read))


def _same_day(gold: Fact, read: Fact) -> float:
    return float(bool(gold.get("date")) and gold.get("date") == read.get("date"))


# ------------------------------------------------------------------------------ attributes


def _equal(name: str, gold: Fact, read: Fact) -> bool:
    return bool(gold.get(name) == read.get(name))


def _equal_text(name: str, gold: Fact, read: Fact) -> bool:
    return normal(gold.get(name)) == normal(read.get(name))


def _page(gold: Fact, read: Fact) -> bool:
    return gold.get("page") is None or gold["page"] == read.get("page")


def _affiliation(gold: Fact, read: Fact) -> bool:
    if not gold.get("affiliation"):
        return not read.get("affiliation")
    return likeness(gold["affiliation"], read.get("affiliation")) >= 0.8


def _title(gold: Fact, read: Fact) -> bool:
    return likeness(gold.get("title"), read.get("title")) >= 0.95


def _responsible(gold: Fact, read: Fact) -> bool:
    return unaccented(gold.get("responsible")) == unaccented(read.get("responsible"))


def _owners(fact: Fact) -> set[str]:
    value = fact.get("owner") or []
    names = [value] if isinstance(value, str) else value
    return {unaccented(name["name"] if isinstance(name, dict) else name) for name in names}


def _owner(gold: Fact, read: Fact) -> bool:
    return _owners(gold) == _owners(read)


@dataclass(frozen=True)
class Kind:
    """A kind of fact: how alike two must be to be the same, and what is judged of a pair."""

    alike: Callable[[Fact, Fact], float]
    """0 where the two cannot be the same fact."""
    attributes: Mapping[str, Callable[[Fact, Fact], bool]] = field(default_factory=dict)


KINDS: Mapping[str, Kind] = {
    "participants": Kind(
        _same_participant,
        {"attendance": partial(_equal, "attendance"), "affiliation": _affiliation},
    ),
    "agenda_items": Kind(
        _same_item,
        {
            "title": _title,
            "page": _page,
            "case_number": partial(_equal_text, "case_number"),
            "type": partial(_equal, "type"),
            "responsible": _responsible,
            "time": partial(_equal, "time"),
        },
    ),
    "decisions": Kind(_same_decision, {"outcome": partial(_equal, "outcome"), "page": _page}),
    "action_items": Kind(
        _same_action, {"owner": _owner, "due_date": partial(_equal, "due_date"), "page": _page}
    ),
    "votes": Kind(_same_vote),
    "upcoming_dates": Kind(_same_day),
}
_CORE = ("participants", "agenda_items", "decisions", "action_items")


def pairs(kind: Kind, gold: list[Fact], read: list[Fact]) -> list[tuple[int, int]]:
    """Indexes of facts that are the same: the most alike first, then the nearest in order."""
    candidates = []
    for i, wanted in enumerate(gold):
        for j, had in enumerate(read):
            if alike := kind.alike(wanted, had):
                apart = abs(i / len(gold) - j / len(read))
                candidates.append((alike, -apart, i, j))
    left: set[int] = set()
    right: set[int] = set()
    chosen = []
    for _, _, i, j in sorted(candidates, reverse=True):
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            chosen.append((i, j))
    return chosen


# ------------------------------------------------------------------------------ figures


@dataclass
class Share:
    """So many of so many."""

    right: int = 0
    of: int = 0

    def add(self, right: bool) -> None:
        """Count one more."""
        self.right += right
        self.of += 1

    @property
    def figure(self) -> float:
        """The share, to three decimals."""
        return round(self.right / self.of, 3)


@dataclass
class Tally:
    """Facts of one kind over all documents."""

    paired: int = 0
    gold: int = 0
    predicted: int = 0
    attributes: dict[str, Share] = field(default_factory=dict)

    def figures(self) -> dict[str, float]:
        """Precision, recall, F1, the counts and the share of right attributes."""
        empty = 0.0 if self.gold else 1.0
        precision = self.paired / self.predicted if self.predicted else empty
        recall = self.paired / self.gold if self.gold else 1.0
        both = precision + recall
        return {
            "precision": round(precision, 3),
            "recall": round(recall, 3),
            "f1": round(2 * precision * recall / both, 3) if both else 0.0,
            "gold": self.gold,
            "predicted": self.predicted,
            **{name: share.figure for name, share in self.attributes.items() if share.of},
        }


@dataclass
class Evaluation:
    """Agreement with the gold over all documents that were added."""

    types: Share = field(default_factory=Share)
    meeting: dict[str, Share] = field(default_factory=dict)
    facts: dict[str, Tally] = field(default_factory=lambda: {kind: Tally() for kind in KINDS})
    failures: list[str] = field(default_factory=list)
    errors: list[tuple[str, str, str, str]] = field(default_factory=list)
    """Document, kind, "missed" or "invented", and the fact's text."""

    def add(self, name: str, gold: Fact, read: Fact | None) -> None:
        """Compare a document's record with its gold; None is a document that was not read."""
        if read is None:
            self.failures.append(name)
            read = {}
        self.types.add(gold.get("document_type") == read.get("document_type"))
        self._add_meeting(gold.get("meeting") or {}, read.get("meeting") or {})
        for kind in KINDS:
            self._add_facts(name, kind, gold.get(kind) or [], read.get(kind) or [])

    def _add_meeting(self, gold: Fact, read: Fact) -> None:
        for key in ("organisation", "body", "date", "start", "end", "place"):
            if gold.get(key):
                exact = key in ("date", "start", "end")
                right = _equal(key, gold, read) if exact else _means(gold[key], read.get(key))
                self.meeting.setdefault(key, Share()).add(right)

    def _add_facts(self, name: str, kind: str, gold: list[Fact], read: list[Fact]) -> None:
        tally = self.facts[kind]
        found = pairs(KINDS[kind], gold, read)
        tally.paired += len(found)
        tally.gold += len(gold)
        tally.predicted += len(read)
        for attribute, judge in KINDS[kind].attributes.items():
            share = tally.attributes.setdefault(attribute, Share())
            for i, j in found:
                share.add(judge(gold[i], read[j]))
        sides = (("missed", gold, {i for i, _ in found}), ("invented", read, {j for _, j in found}))
        for what, facts, hit in sides:
            self.errors += [
                (name, kind, what, _label(fact)) for i, fact in enumerate(facts) if i not in hit
            ]

    def figures(self) -> dict[str, Any]:
        """All figures; `mean_f1` is that of participants, items, decisions and action items."""
        facts = {kind: tally.figures() for kind, tally in self.facts.items()}
        return {
            "documents": self.types.of,
            "failed": len(self.failures),
            "document_type": self.types.figure,
            "meeting": {key: share.figure for key, share in self.meeting.items()},
            **facts,
            "mean_f1": round(sum(facts[kind]["f1"] for kind in _CORE) / len(_CORE), 3),
        }


def _means(wanted: object, had: object) -> bool:
    """Whether a name is the wanted one, perhaps with more or fewer words."""
    if not had:
        return False
    left, right = unaccented(wanted), unaccented(had)
    return likeness(wanted, had) >= 0.8 or left in right or right in left


def _label(fact: Fact) -> str:
    named = (fact.get(key) for key in ("text", "title", "name", "date"))
    return str(next(filter(None, named), dict(fact)))


def gold_records(folder: Path) -> Iterable[tuple[str, dict[str, Any]]]:
    """Name and contents of every gold record in a folder, by name."""
    for path in sorted(folder.glob("*.json")):
        yield path.stem, json.loads(path.read_text("utf-8"))
