"""Counted votes (omröstning, votering), with who voted what where a list says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.model import Ballot, Participant, Vote
from corpus.swedish.nlp import sentences
from corpus.swedish.numbers import CARDINALS
from corpus.swedish.tables import pattern, rules
from ingest.facts.columns import VOTES, Columns, columns, marked
from ingest.facts.names import resolve
from ingest.facts.persons import Entry, read_entries
from ingest.layout.passage import Passage
from ingest.split.sections import Section

_SUM = pattern("people", "sum")
_SIGNAL = pattern("votes", "votes")
_NUMBER = pattern("votes", "number")
_AFTER = pattern("votes", "side-behind")
_BEFORE = pattern("votes", "side-in-front")
_BARE = pattern("votes", "bare")
_BRACKETS = re.compile(r"\([^()]*\)")


def find_votes(section: Section, participants: Sequence[Participant]) -> tuple[Vote, ...]:
    """The counted votes of an item in order; two counts of the same numbers are one vote.

    Where no sentence gives the numbers but a list has a cross for each, the crosses are counted.
    """
    if section.item is None or not section.lines:
        return ()
    passage = Passage.of(section.document, section.lines)
    lists = [*_tables(section, participants), *_named(passage, participants)]
    found: list[Vote] = []
    for start, end, (yes, no, abstain) in _counts(passage.text):
        if any((v.yes, v.no) == (yes, no) for v in found):
            continue
        ballots = next((b for b in lists if _counted(b)[:2] == (yes, no)), ())
        evidence = passage.slice(start, end).provenance("votes/count", 0.95)
        found.append(Vote(section.item.label, yes, no, abstain, evidence, ballots))
    if not found:
        found = [_from_list(section, ballots) for ballots in lists if len(ballots) > 2]
    return tuple(found)


def _counts(text: str) -> Iterator[tuple[int, int, tuple[int, int, int]]]:
    """Where a text counts votes, and how many said yes, said no and abstained.

    Names in brackets behind a number are left out; a count may run over two sentences.
    """
    plain = _BRACKETS.sub(lambda found: " " * len(found[0]), text)
    ended = 0
    spans = sentences(plain)
    for at, (start, end) in enumerate(spans):
        if start < ended or not _SIGNAL.search(plain[start:end]):
            continue
        for stop in (end, *(span[1] for span in spans[at + 1 : at + 2])):
            if counted := _sides(plain[start:stop]):
                first, last, sides = counted
                yield start + first, start + last, sides
                ended = stop
                break


def _sides(text: str) -> tuple[int, int, tuple[int, int, int]] | None:
    """The votes that a sentence counts, from its first number of them to the last."""
    sides: dict[str, int] = {}
    bare: int | None = None
    marks: list[int] = []
    for number in _NUMBER.finditer(text):
        count = _number(number[0])
        side = _side(text, number)
        if side is None:
            bare = count if bare is None and _BARE.match(text[number.end() :]) else bare
            continue
        if side == "no" and bare is not None and "yes" not in sides:
            sides["yes"] = bare  # "6 röster mot 4"
        if side == "one":
            side = "no" if "yes" in sides else "yes"
        if side not in sides:
            sides[side] = count
            marks += (number.start(), number.end())
    if not {"yes", "no"} <= sides.keys() or not sides["yes"] + sides["no"]:
        return None
    return marks[0], marks[-1], (sides["yes"], sides["no"], sides.get("abstain", 0))


def _side(text: str, number: re.Match[str]) -> str | None:
    """Of which side a number of votes is: yes, no, abstain, or one proposal; None for neither."""
    found = _AFTER.match(text[number.end() :]) or _BEFORE.search(text[: number.start()])
    return found.lastgroup if found else None


def _number(text: str) -> int:
    return int(text) if text.isdigit() else CARDINALS.get(text.lower(), 0)


def _counted(ballots: Sequence[Ballot]) -> tuple[int, int, int]:
    options = [ballot.option for ballot in ballots]
    return options.count("yes"), options.count("no"), options.count("abstain")


def _from_list(section: Section, ballots: tuple[Ballot, ...]) -> Vote:
    """A vote known by its list alone."""
    label = section.item.label if section.item else None
    lines = [line for line in section.lines if line.cell is not None] or section.lines[:1]
    evidence = Passage.of(section.document, lines).provenance("votes-list", 0.8)
    return Vote(label, *_counted(ballots), evidence, ballots)


def _tables(section: Section, participants: Sequence[Participant]) -> Iterator[tuple[Ballot, ...]]:
    """The voting lists among the tables of an item."""
    numbers = dict.fromkeys(line.cell.table for line in section.lines if line.cell)
    for number in numbers:
        heads = columns(section.document.tables[number])
        if heads is not None and heads.votes:
            yield tuple(_ballots(section, number, heads, participants))


def _ballots(
    section: Section, number: int, heads: Columns, participants: Sequence[Participant]
) -> Iterator[Ballot]:
    for row in section.document.tables[number].rows[heads.first_row :]:
        text = " ".join(row[heads.index[heads.people]].text.split())
        people = [] if _SUM.match(text) else read_entries(text)
        for option in VOTES:
            if len(people) == 1 and option in heads.index and marked(row[heads.index[option]]):
                yield _ballot(people[0], option, participants)
                break


def _ballot(person: Entry, option: str, participants: Sequence[Participant]) -> Ballot:
    known = resolve(person.name, participants)
    name = known.name if known else person.name
    party = person.affiliation or (known.affiliation if known else None)
    if option == "yes":
        return Ballot(name, party, "yes")
    return Ballot(name, party, "no" if option == "no" else "abstain")


def _named(passage: Passage, participants: Sequence[Participant]) -> Iterator[tuple[Ballot, ...]]:
    """Who voted what as running text: "Ja röstar: Ada Ek (S), Bo Vret (M)."."""
    marks = sorted(
        (match.start(), match.end(), rule.meaning)
        for rule in rules("votes")
        if rule.meaning in VOTES
        for match in rule.pattern.finditer(passage.text)
    )
    ballots: list[Ballot] = []
    for at, (_, end, option) in enumerate(marks):
        stop = marks[at + 1][0] if at + 1 < len(marks) else len(passage.text)
        text = re.split(r"(?<=[\w)])\.\s", passage.text[end:stop])[0].strip(" .")
        ballots += (_ballot(p, option, participants) for p in read_entries(text, prose=True))
    if ballots:
        yield tuple(ballots)
