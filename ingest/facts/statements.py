"""What persons and parties put on record in an item: motions, reservations, opinions, recusals.

Yrkanden, reservationer, särskilda yttranden, protokollsanteckningar and jäv. Read from the parts
of an item that have such a heading, and from sentences of the table `statements`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.model import Participant, Statement, StatementKind
from corpus.swedish.nlp import sentences
from corpus.swedish.tables import pattern, rules
from ingest.facts.names import resolve
from ingest.facts.persons import full_name, party
from ingest.layout.blocks import Part, parts
from ingest.layout.passage import Passage
from ingest.split.sections import Section

_KIND_OF_PART = {
    "reservation": StatementKind.RESERVATION,
    "special_opinion": StatementKind.SPECIAL_OPINION,
    "note": StatementKind.NOTE,
    "recusal": StatementKind.RECUSAL,
}
_SILENT = frozenset(("earlier", "background", "preparation", "basis", "distribution"))
"""Parts that tell of other meetings, or of nobody's stand."""
_PERSON = re.compile(
    r"(?P<name>[A-ZÅÄÖÉÜ][\wé'-]+(?: (?:(?:von|af|de|van) )*[A-ZÅÄÖÉÜ][\wé'-]*){1,4})"
    r"(?:\s*\((?P<party>[^()]{1,12})\))?"
)
_LETTERS = re.compile(r"\((?P<letters>[A-ZÅÄÖ]{1,4})\)|\b(?P<word>[A-ZÅÄÖ][a-zåäö]{6,})\b")
_OFFICE_BEFORE = pattern("people", "office-before")
_NONE = pattern("people", "none-stated")


def find_statements(section: Section, participants: Sequence[Participant]) -> tuple[Statement, ...]:
    """The statements of an item in order, each with the persons and parties that make it."""
    if section.item is None or not section.lines:
        return ()
    found: list[Statement] = []
    for part in parts(section.document, section.lines):
        passage = part.passage
        if passage is None or part.meaning in _SILENT or _NONE.match(passage.text):
            continue
        if kind := _KIND_OF_PART.get(part.meaning):
            statement = _statement(section, kind, passage, f"part-{part.meaning}", participants)
            if found and found[-1].kind is kind and not (statement.persons or statement.parties):
                continue  # the wording of the one before, whose makers are named
            found.append(statement)
        else:
            found.extend(_in_sentences(section, part, passage, participants))
    return tuple(found)


def _in_sentences(
    section: Section, part: Part, passage: Passage, participants: Sequence[Participant]
) -> Iterator[Statement]:
    for start, end in sentences(passage.text):
        sentence = passage.slice(start, end)
        for rule in rules("statements"):
            if not rule.pattern.search(sentence.text):
                continue
            kind = StatementKind(rule.meaning)
            statement = _statement(section, kind, sentence, rule.id, participants)
            if statement.persons or statement.parties:
                yield statement
            break


def _statement(
    section: Section,
    kind: StatementKind,
    passage: Passage,
    rule: str,
    participants: Sequence[Participant],
) -> Statement:
    opening = passage.text
    if rule.startswith("part-"):  # who makes it stands at its beginning or at its end
        opening = passage.text if len(passage.text) < 400 else passage.text[:300]
    persons, parties = _makers(opening, participants)
    sure = 0.92 if persons else 0.75
    label = section.item.label if section.item else None
    evidence = passage.provenance(f"statement-{rule}", sure)
    return Statement(label, kind, passage.text, persons, parties, evidence)


def _makers(
    text: str, participants: Sequence[Participant]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The persons and parties that a text names, each once, in order."""
    persons: dict[str, None] = {}
    parties: dict[str, None] = {}
    for match in _PERSON.finditer(text):
        letters = party(match["party"]) if match["party"] else None
        name = _OFFICE_BEFORE.sub("", match["name"])
        known = resolve(name, participants) if " " in name else None
        if known is None and not (letters is not None and full_name(name)):
            continue
        persons[known.name if known else name] = None
        if letters := letters or (known.affiliation if known else None):
            parties[letters] = None
    for match in _LETTERS.finditer(text):
        if match["letters"] or party(match["word"]):
            parties[match["letters"] or match["word"]] = None
    return tuple(persons), tuple(parties)
