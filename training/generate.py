"""Invented text with labelled names: sentences of minutes, and gold text under other names.

The gold corpora are news and essays. Minutes name other things (nämnder, kommuner, föreningar)
in other ways (lists, headings, parties in brackets). The templates of `council.toml` teach
those; renaming the gold text teaches the model to read the context of a name and not the name.
"""

from __future__ import annotations

import csv
import random
import re
import tomllib
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import filter_spans

from training.world import World

Labelled = tuple[str, list[tuple[int, int, str]]]
_SLOT = re.compile(r"\{(\w+)\}")
_MONTHS = "januari februari mars april maj juni juli augusti september oktober november december"


class Inventor:
    """Draws names and sentences; the same seed gives the same ones."""

    def __init__(self, table: Path, municipalities: Path, seed: int) -> None:
        raw = tomllib.loads(table.read_text("utf-8"))
        self.random = random.Random(seed)
        self.world = World(seed)
        self.words = {key: value.split() for key, value in raw["words"].items()}
        self.words |= {key: value.strip().splitlines() for key, value in raw["phrases"].items()}
        self.labels = {kind: label for label, kinds in raw["labels"].items() for kind in kinds}
        self.templates = raw["sentences"]["templates"].strip().splitlines()
        self.plain = raw["sentences"]["plain"].strip().splitlines()
        with municipalities.open(encoding="utf-8") as rows:
            found = list(csv.DictReader(rows))
        self.kommuner = [row["municipality_name"] for row in found]
        self.places = [row["municipality_name_short"] for row in found]
        self.known_places = {*self.places, *self.world.cities, *self.world.countries}
        self.seen: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        self.draw: dict[str, Callable[[], str]] = {
            "PER": lambda: f"{self.first()} {self.surname()}",
            "FIRST": self.first,
            "INITIAL": lambda: f"{self.first()[0]}. {self.surname()}",
            "PARTY": lambda: self.one("party_letters"),
            "ROLE": lambda: self.one("roles"),
            "TOPIC": lambda: self.one("topics"),
            "NUM": lambda: str(self.random.randint(1, 150)),
            "DATE": self.date,
            "PLACE": self.place,
            "STREET": lambda: self.invented("place_heads", "street_tails"),
            "BUILDING": lambda: self.one("buildings"),
            "KOMMUN": self.kommun,
            "BODY": lambda: self.one("bodies"),
            "AUTHORITY": lambda: self.one("authorities"),
            "PARTYNAME": lambda: self.one("parties"),
            "SHORT": lambda: self.one("shorts"),
            "COMPANY": self.company,
            "ASSOCIATION": self.association,
            "SCHOOL": self.school,
        }

    def one(self, words: str) -> str:
        return str(self.random.choice(self.words[words]))

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def invented(self, heads: str, tails: str) -> str:
        return self.one(heads) + self.one(tails)

    def first(self) -> str:
        return self.one("first_names")

    def surname(self) -> str:
        single = self.one("surnames") if self.chance(0.5) else self._built_surname()
        return f"{single} {self._built_surname()}" if self.chance(0.06) else single

    def _built_surname(self) -> str:
        return self.invented("surname_heads", "surname_tails")

    def place(self) -> str:
        if self.chance(0.5):
            return self.random.choice(self.places)
        return self.invented("place_heads", "place_tails")

    def kommun(self) -> str:
        kind = self.random.random()
        if kind < 0.5:
            return self.random.choice(self.kommuner)
        if kind < 0.7:
            return f"Region {self.place()}"
        return f"{self.place()} {self.random.choice(['kommun', 'stad', 'kommun'])}"

    def company(self) -> str:
        head, word = self.place(), self.one("company_words")
        forms = [
            f"{head} {word} AB",
            f"{head} {word}",
            f"AB {head}{word.lower()}",
            f"{head}s {word} AB",
            f"{head}hem",
            f"{head}bostäder AB",
        ]
        return self.random.choice([*forms, f"{self._built_surname()} & {self.surname()} AB"])

    def association(self) -> str:
        head, tail = self.one("association_heads"), self.one("association_tails")
        place = self.place()
        forms = [f"{head} {tail}", f"{place} {self.one('clubs')}", f"{place}s {head.lower()}"]
        return self.random.choice([*forms, f"{head} {place}", f"{place}s {tail.lower()}förening"])

    def school(self) -> str:
        place = self.invented("place_heads", "place_tails")
        forms = [f"{place}skolan", f"{place}gymnasiet", f"{place}s förskola", f"{place}s skola"]
        return self.random.choice([*forms, f"Högskolan i {place}", f"{place}s universitet"])

    def date(self) -> str:
        day, month = self.random.randint(1, 28), self.random.randint(1, 12)
        year = self.random.randint(1990, 2030)
        forms = [f"{year}-{month:02}-{day:02}", f"{day} {_MONTHS.split()[month - 1]} {year}"]
        return self.random.choice([*forms, f"{day}.{month}.{year}", f"{day}/{month}"])

    def sentence(self) -> Labelled:
        """One sentence with its names, or one line without any."""
        template = self.random.choice(self.plain if self.chance(0.2) else self.templates)
        text, spans, last = "", [], 0
        for slot in _SLOT.finditer(template):
            text += template[last : slot.start()]
            value = self.draw[slot[1]]()
            if label := self.labels.get(slot[1]):
                spans.append((len(text), len(text) + len(value), label))
            text += value
            last = slot.end()
        text += template[last:]
        return self.recased(text[:1].upper() + text[1:], spans)

    def recased(self, text: str, spans: list[tuple[int, int, str]]) -> Labelled:
        """The sentence as it would stand in a heading (capitals), now and then."""
        return (text.upper() if self.chance(0.08) and "ß" not in text else text), spans

    def document(self, nlp: Language) -> Doc:
        """A few sentences as one labelled text."""
        text, spans = "", []
        for _ in range(self.random.randint(2, 6)):
            more, names = self.sentence()
            spans += [(start + len(text), end + len(text), label) for start, end, label in names]
            text += more + (". " if self.chance(0.1) and more[-1] not in ".:" else " ")
        return labelled(nlp, text.strip(), spans)

    def learn(self, docs: list[Doc]) -> None:
        """Remembers the names of gold texts, so that they turn up in other sentences too."""
        for name in (name for doc in docs for name in doc.ents):
            self.seen[name.label_, len(name.text.split())].append(name.text)

    def renamed(self, nlp: Language, doc: Doc) -> Doc:
        """The same text about others: about half the names replaced by ones of the same label."""
        text, spans, last = "", [], 0
        for name in doc.ents:
            text += doc.text[last : name.start_char]
            value = self._other(name.text, name.label_)
            spans.append((len(text), len(text) + len(value), name.label_))
            text += value
            last = name.end_char
        text += doc.text[last:]
        if self.chance(0.05):
            text = text.lower()
        return labelled(nlp, text, spans)

    def _other(self, name: str, label: str) -> str:
        if self.chance(0.4) or not name[0].isupper():
            return name
        alike = self.seen[label, len(name.split())]
        if alike and self.chance(0.5):
            return self.random.choice(alike)
        other = self._drawn(name, label)
        genitive = name[-1] == "s" and other[-1] not in "sxz" and label != "PER"
        other = other + "s" if genitive else other
        return other.upper() if name.isupper() and len(name) > 4 else other

    def _drawn(self, name: str, label: str) -> str:
        abroad = self.chance(0.5)
        if label == "PER":
            words = len(name.split())
            if abroad:
                return self.world.person(self.random, words)
            if words > 1:
                return self.draw["PER"]()
            return self.surname() if self.chance(0.6) else self.first()
        if label == "LOC":
            return self._place(abroad)
        if self._is_place(name):  # a team or a town that acts
            return self._place(abroad)
        if abroad:
            return self.random.choice(self.world.organisations)
        kinds = ["COMPANY", "AUTHORITY", "ASSOCIATION", "KOMMUN", "PARTYNAME", "SHORT", "SCHOOL"]
        return self.draw[self.random.choice(kinds)]()

    def _place(self, abroad: bool) -> str:
        if abroad:
            return self.world.place(self.random)
        return self.place() if self.chance(0.85) else self.draw["STREET"]()

    def _is_place(self, name: str) -> bool:
        return name in self.known_places or name.removesuffix("s") in self.known_places


def labelled(nlp: Language, text: str, spans: list[tuple[int, int, str]]) -> Doc:
    """A document with these names; one that cuts through a word is widened to the whole word."""
    doc = nlp.make_doc(text)
    found = [doc.char_span(*span, alignment_mode="expand") for span in spans]
    doc.set_ents(filter_spans([span for span in found if span is not None]), default="outside")
    return doc
