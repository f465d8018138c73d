"""What a word of a question is looked for as: its terms, its kin, and what it may have meant."""

from __future__ import annotations

from typing import Final

import msgspec

from corpus.swedish.compounds import base, split
from corpus.swedish.lexicon import expansions, function_words, lemma_of
from corpus.swedish.thesaurus import everyday, official
from index.analysis import name_key, terms, words
from index.clauses import AnyTerm, Boolean, Clause, Constant, Nothing, Sequence, Term
from index.engine import SearchEngine
from index.spelling import forgiven, near

WEIGHTS: Final = {"title": 3.0, "decision": 2.0, "body": 1.0, "name": 1.5, "organ": 0.5}
"""What a word is worth in each field, chosen on the judged queries."""
SURFACE, NET, PART, KINDRED = 0.5, 1.0, 0.55, 0.3
"""What the kinds of terms are worth beside each other."""
ALL_WORDS, IN_TITLE, ALL_IN_TITLE = 4.0, 4.0, 4.0
"""What it is worth to have all words, to have them in the title, and all of them there."""
MOST_REPAIRED = 6
"""Unknown words of a question for which a neighbour is looked for."""


class Plan(msgspec.Struct):
    """What to ask the engine, and what to say of it."""

    must: list[Clause] = msgspec.field(default_factory=list)
    """Free words: all must be found, or most of them where nothing holds all."""
    narrow: list[Clause] = msgspec.field(default_factory=list)
    """What the query language says must hold: ranges, fields, phrases."""
    should: list[Clause] = msgspec.field(default_factory=list)
    never: list[Clause] = msgspec.field(default_factory=list)
    wanted: set[str] = msgspec.field(default_factory=set)
    """Terms to mark in the text of hits."""
    phrases: list[tuple[str, ...]] = msgspec.field(default_factory=list)
    """Runs of terms to mark where they follow each other."""
    remarks: list[str] = msgspec.field(default_factory=list)
    replaced: dict[str, str] = msgspec.field(default_factory=dict)
    """Words that the index does not hold, and what was searched instead."""

    def all_words(self) -> Clause:
        """What holds all that must be found, and what raises."""
        return Boolean((*self.must, *self.narrow), self._raising(), tuple(self.never))

    def some_words(self, share: float) -> Clause:
        """What holds at least that share of what must be found; what holds all is raised."""
        least = max(1, min(round(share * len(self.must)), len(self.must) - 1))
        inner = Boolean(should=tuple(self.must), least=least)
        whole = Constant(Boolean(tuple(self.must)), ALL_WORDS)
        return Boolean((inner, *self.narrow), (*self._raising(), whole), tuple(self.never))

    def _raising(self) -> tuple[Clause, ...]:
        if len(self.must) < 2:
            return tuple(self.should)
        titled = tuple(_in_title(clause) for clause in self.must)
        each = tuple(Constant(clause, IN_TITLE / len(titled)) for clause in titled)
        return (*self.should, *each, Constant(Boolean(titled), ALL_IN_TITLE))


def _in_title(clause: Clause) -> Clause:
    """A word's clause, in titles alone."""
    match clause:
        case AnyTerm(found):
            kept = tuple(term for term in found if term.field == "title")
            return AnyTerm(kept) if kept else Nothing()
        case Boolean(must, should, never, least):
            inner = (tuple(map(_in_title, part)) for part in (must, should))
            return Boolean(*inner, never, least)
        case _:
            return Nothing()


class Wording:
    """Finds the terms of words in one index, and notes what was replaced and what to mark."""

    def __init__(self, engine: SearchEngine) -> None:
        self.engine = engine
        self.plan = Plan()
        self._repairs = 0

    def _known(self, text: str, given: tuple[str, ...]) -> list[Term]:
        """The terms of a word; of its nearest relative where the index does not hold it."""
        self.plan.wanted.update(term.term for term in word_terms(given))
        found = self._held(word_terms(given))
        others = self._held(self._kindred(given))
        sound = name_key(given[0])
        if found or not given[0].isalpha():
            if self.engine.frequency(given[0], "name"):
                others.append(Term("name", sound, 0.3))
        elif self.engine.frequency(sound, "name"):
            others.append(Term("name", sound, 1.0))
            self._mark_sound(sound)
        elif not others and (other := self._instead(given[0])):
            self.plan.replaced[text] = other
            others += self._held(weighted(word_terms(terms(other)), 0.8))
            others += self._held(self._kindred(terms(other)))
            self.plan.wanted.update(term.term for term in others)
        return [*found, *others]

    def _in_parts(self, word: str) -> Clause:
        """All parts of a compound that the index does not hold, each as a word."""
        parts = split(word)
        clauses: list[Clause] = []
        for part in parts:
            given = terms(part if part is parts[-1] else base(part)[1])
            clauses.append(AnyTerm(tuple(self._known(part, given))))
        if len(parts) > 1:
            self.plan.remarks.append(f"”{word}” finns inte; {' och '.join(parts)} söktes.")
            return Boolean(must=tuple(clauses))
        return Nothing()

    def _held(self, found: list[Term]) -> list[Term]:
        """Those terms that the index holds."""
        return [term for term in found if self.engine.frequency(term.term, term.field)]

    def _said_in_words(self, given: tuple[str, ...]) -> list[Clause]:
        """What the thesaurus says for a word in several words, where they follow each other."""
        net = main(given).removeprefix("~")
        runs = [
            tuple(main(terms(word)) for word in words(other))
            for other in same_matter(given[0], net)
            if " " in other
        ]
        for run in runs:
            self.plan.phrases.append(run)
        return [
            Sequence(field, run, weight * KINDRED * len(run))
            for run in runs
            for field, weight in WEIGHTS.items()
            if field in ("title", "decision", "body")
        ]

    def _mark_sound(self, sound: str) -> None:
        for name, _ in self.engine.words(sound[:2].replace("@", ""), 500, "name"):
            if name.isalpha() and name_key(name) == sound:
                self.plan.wanted.add(name)

    def _instead(self, word: str) -> str | None:
        """What to search for a word that the index does not hold; only for some words."""
        self._repairs += 1
        if self._repairs > MOST_REPAIRED:
            return None
        if marked := forgiven(word, self.engine):
            return marked
        if lemma_of(word) and len(split(word)) == 1:
            return None  # a sound word that stands nowhere is no slip
        if len(split(word)) > 1:
            found = near(word, self.engine, 1)
        else:
            found = near(word, self.engine, 1 if len(word) < 6 else 2)
        return found[0][0] if found else None

    def _kindred(self, given: tuple[str, ...]) -> list[Term]:
        """Terms of what else says the same: long forms, kindred words, the index's own."""
        surface = given[0]
        net = next((term[1:] for term in given if term[0] == "~"), surface)
        said = [*expansions().get(surface, ()), *expansions().get(net, ())]
        said += [other for other in same_matter(surface, net) if " " not in other]
        learnt = self.engine.words(f"{surface}=", 5, "alias")
        if not learnt and net != surface:
            learnt = self.engine.words(f"{net}=", 5, "alias")
        said += [alias.partition("=")[2] for alias, _ in learnt]
        found: list[Term] = []
        for other in dict.fromkeys(said):
            content = [w for w in words(other) if w not in function_words()]
            if len(content) == 1:
                found += [
                    msgspec.structs.replace(term, weight=KINDRED * min(1.0, term.weight))
                    for term in word_terms(terms(content[0]))
                ]
        self.plan.wanted.update(term.term for term in found)
        return found


def same_matter(surface: str, net: str) -> tuple[str, ...]:
    """What the thesaurus has for a word in either direction, as it stands or in its lemma."""
    forms = dict.fromkeys((surface, net))
    found = (table().get(form, ()) for table in (everyday, official) for form in forms)
    return tuple(dict.fromkeys(other for others in found for other in others))


def main(given: tuple[str, ...]) -> str:
    """The term that all inflections of a word share: its net, or the reference it is."""
    return next((term for term in given if term[0] == "~"), given[0])


def weighted(found: list[Term], factor: float) -> list[Term]:
    """The same terms, worth so many times as much."""
    return [msgspec.structs.replace(term, weight=term.weight * factor) for term in found]


def word_terms(given: tuple[str, ...]) -> list[Term]:
    """A word's terms in the fields that matter."""
    surface, shared = given[0], main(given)
    found = [Term(field, shared, weight * NET) for field, weight in WEIGHTS.items()]
    found.append(Term("case", surface, 2.0))
    if shared != surface:
        found += [
            Term("title", surface, WEIGHTS["title"] * SURFACE),
            Term("body", surface, SURFACE),
        ]
        part = "+" + shared[1:]
        found += [Term(f, part, WEIGHTS[f] * PART) for f in ("title", "decision", "body")]
    if "-" in surface:
        joined = surface.replace("-", "")
        found.append(Term("body", joined, 1.0))
    return found


def anywhere(given: tuple[str, ...], weight: float) -> Clause:
    """Any of these terms in title or body."""
    return AnyTerm(tuple(Term(f, t, weight) for f in ("title", "body") for t in given))
