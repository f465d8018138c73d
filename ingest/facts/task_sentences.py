"""How a sentence gives a task: the rows of the table `actions`, and which count where it stands.

A row matches a way to say it; its kind, its doer and the place decide whether that is a task.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeAlias

from corpus.model import DocumentType
from corpus.swedish.nlp import syntax
from corpus.swedish.tables import Rule, first_meaning, pattern, rules
from ingest.facts.context import Context
from ingest.facts.deadlines import Deadline, find_deadline
from ingest.facts.grammar import Saying, commands, commits, is_name, sayings, worked_on
from ingest.facts.owners import Known, acts, names_a_thing, owners
from ingest.layout.passage import Passage

CONFIDENCE: dict[str, tuple[float, float, float, float]] = {
    # kind: owner not said, a name of nobody listed, an office or body, a participant
    "assigned": (0.6, 0.85, 0.93, 0.93),
    "handed": (0.5, 0.6, 0.7, 0.7),
    "promised": (0.6, 0.75, 0.85, 0.93),
    "will": (0.65, 0.7, 0.6, 0.88),
    "does": (0.6, 0.65, 0.65, 0.9),
    "weak": (0.0, 0.5, 0.5, 0.8),
    "passive": (0.6, 0.6, 0.6, 0.6),
    "infinitive": (0.6, 0.7, 0.7, 0.8),
    "request": (0.8, 0.8, 0.8, 0.8),
    "nominal": (0.6, 0.7, 0.7, 0.8),
    "decided": (0.75, 0.75, 0.8, 0.85),
    "proposal": (0.0, 0.0, 0.5, 0.5),
    "doer": (0.0, 0.7, 0.6, 0.9),
    "announced": (0.6, 0.6, 0.6, 0.6),
    "listed": (0.85, 0.9, 0.9, 0.95),
}
"""How sure a task of each kind is, by how well it is known who does it."""
_FORMAL = frozenset({"assigned", "handed", "promised", "request", "does", "weak", "proposal"})
"""What gives a task under a decision heading of formal minutes."""
_PLAIN = frozenset({"assigned", "handed", "promised", "listed"})
"""What gives a task in so many words, whatever else the sentence says."""
_GOALS = frozenset({"infinitive", "passive", "will", "nominal"})
"""What gives no task in a list of goals or wishes."""
_COVER = frozenset({"promised", "does", "will", "assigned"})
"""What gives a task in text that reads on from a list of who was there."""
_NOTICE = frozenset({"promised", "announced", "request"})
"""What gives a task in a notice, which otherwise only proposes."""
_TOLD = frozenset({"promised"})
"""What gives a task where formal minutes tell what was said."""

_THE_EVENT = pattern("tasks", "the-event")
_MEETING = pattern("tasks", "meeting")
_PAST = pattern("tasks", "past")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_TITLE_AND_NAME = pattern("tasks", "title-and-name")
_WITH = pattern("tasks", "together-with")
_NEEDS = pattern("tasks", "needs")
_BY = pattern("tasks", "by")

Owners: TypeAlias = tuple[tuple[str, ...], Known]
"""Names, and how well it is known who they are."""


@dataclass(frozen=True)
class Task:
    """A task before it becomes a fact."""

    passage: Passage
    kind: str
    rule: str
    owner: tuple[str, ...] = ()
    known: Known = Known.NOBODY
    due: Deadline | None = None
    doubt: float = 1.0
    """What the confidence is multiplied by for where the task stands."""
    asked: bool = False
    """The answer to "what are you going to do": his whose name stands above."""


@dataclass(frozen=True)
class Place:
    """Where a sentence stands."""

    formal: bool
    """In an item of formal minutes."""
    part: str
    """The meaning of the part of the item, as in the table `headings`."""
    bullet: bool
    listed: bool
    """Under a heading that announces tasks."""
    context: Context
    goals: bool = False
    """In a list of goals, wishes or ideas."""

    @property
    def decided(self) -> bool:
        """Under a decision heading, or in the proposal that the decision adopts."""
        return self.part in ("decision", "proposed", "proposal")


def allowed_at(place: Place) -> frozenset[str]:
    """The kinds of sentences that give a task at a place."""
    if place.context.document_type is DocumentType.REPORT:
        return frozenset({"assigned"})
    if place.context.document_type is DocumentType.NOTICE:
        return _NOTICE
    if place.part == "cover":
        return _COVER
    if not place.formal:
        return frozenset(CONFIDENCE) - {"announced"} - (_GOALS if place.goals else frozenset())
    if place.decided:
        return _FORMAL - {"assigned"} if place.part == "proposed" else _FORMAL
    return _TOLD | {"assigned", "handed"} if place.part in ("text", "discussion") else _TOLD


def first_rule(text: str, meanings: Collection[str]) -> Rule | None:
    """The first row of some meanings that is found in a text."""
    return first_meaning("actions", meanings, text)


def gives_task(text: str) -> bool:
    """Whether a text has any of the ways to give a task."""
    return first_rule(text, set(CONFIDENCE)) is not None


def read_task(sentence: Passage, place: Place, allowed: frozenset[str]) -> Task | None:
    """The task that a sentence gives, by the first row that counts at its place."""
    text = sentence.text
    if len(text) < 8 or len(text) > 700:
        return None
    for rule in rules("actions"):
        if rule.meaning in ("not", "soft") and rule.pattern.search(text):
            allowed &= _PLAIN if rule.meaning == "soft" else frozenset()
        if rule.meaning in allowed:
            for match in rule.pattern.finditer(text):
                if task := _accepted(sentence, rule, match, place):
                    return task
    if task := _by_grammar(sentence, place, allowed):
        return task
    if place.listed and "listed" in allowed:
        return Task(sentence, "listed", "list")
    return None


_TOLD_BY_FORM = frozenset({"does", "will", "weak", "passive", "promised", "infinitive"})
"""Kinds of tasks that the forms of words tell."""
_KINDS = {"says": "weak", "undergoes": "passive"}
"""The kind of what a clause says, where it is another word than its form."""


def _by_grammar(sentence: Passage, place: Place, allowed: frozenset[str]) -> Task | None:
    """The task that the order and the forms of a sentence's words tell."""
    text = sentence.text
    kinds = allowed & _TOLD_BY_FORM
    if text.endswith(":") or len(text.split()) < 2 or not kinds:
        return None
    if kinds <= _TOLD and not commits(text):
        return None
    for saying in sayings(text):
        said = text[slice(*saying.doer)] if saying.doer else ""
        names, known = owners(said, place.context) if said else ((), Known.NOBODY)
        kind = _KINDS.get(saying.form, saying.form)
        if saying.form in ("passive", "undergoes"):
            names, known, said = (), Known.NOBODY, ""
        if kind not in allowed or not _takes_on(saying, kind, (names, known), place):
            continue
        if kind == "weak" and not _dated_or_event(text[saying.end :], place.context):
            continue
        if saying.form == "undergoes" and not (_BY.search(text) or worked_on(text)):
            continue
        told = "listed" if place.listed else kind
        start = saying.start if kind != "passive" and known else 0
        if known in (Known.PERSON, Known.NAME):
            names = tuple(dict.fromkeys((*names, *_others(text, saying, place, known))))
        doubt = 1.0 if known is Known.PERSON else 0.95
        return Task(_from(sentence, start), told, f"says-{kind}", names, known, doubt=doubt)
    if "infinitive" not in allowed or place.goals or place.formal or not commands(text):
        return None
    running = not (place.bullet or place.listed)
    if running and not any(word.pos_ == "DET" for word in syntax(text)[1:2]):
        return None  # "Fixa en krok", but no fragment: "Nästa möte onsdag", "Läcka vid lott 3"
    kind = "listed" if place.listed else "infinitive"
    return Task(sentence, kind, "bids", doubt=0.8 if running else 1.0)


def _takes_on(saying: Saying, kind: str, doer: Owners, place: Place) -> bool:
    """Whether somebody who is said to do something takes it on."""
    names, known = doer
    if kind == "passive":
        return True
    if known is Known.NOBODY:
        return not saying.doer and (kind == "will" or place.bullet or place.listed)
    if known is Known.BODY and not acts(names[0]):
        return False
    if saying.named and known is Known.NAME and not place.formal:
        return place.part != "cover"
    return _credible(names[0], known, place, kind)


def _others(text: str, saying: Saying, place: Place, least: Known) -> tuple[str, ...]:
    """Others who do something else in the same sentence ("… och Bo köper fika")."""
    found: list[str] = []
    for other in sayings(text[saying.end :]):
        if other.doer and other.form in ("does", "will", "promised"):
            names, known = owners(text[saying.end :][slice(*other.doer)], place.context)
            found += names if known in (Known.PERSON, least) else ()
    return tuple(dict.fromkeys(found))


def _from(sentence: Passage, start: int) -> Passage:
    """The sentence without the topic that stands before it ("Kajen – Bo ringer varvet")."""
    before = sentence.text[:start].rstrip()
    topic = before[-1:] in ("–", "—", ":", "-") or (before[-1:] == "," and len(before.split()) > 4)
    return sentence.slice(start, len(sentence.text)) if topic else sentence


def _accepted(sentence: Passage, rule: Rule, match: re.Match[str], place: Place) -> Task | None:
    """The task that a match means, if its doer and its place allow it."""
    said = (match.groupdict().get("owner") or "").strip()
    names, known = owners(said, place.context) if said else ((), Known.NOBODY)
    if rule.meaning == "assigned" and known is not Known.PERSON:
        names, known = _tail(said, place.context) or (names, known)
    if known is Known.NAME and _NEEDS.match(sentence.text, match.end("owner") + 1):
        return None  # the thing that something is to be done to: "Kajen behöver lagas"
    if not _doer_fits(rule.meaning, said, (names, known), place):
        return None
    if not _sentence_fits(sentence.text, rule, match, place):
        return None
    if said and (also := _WITH.search(sentence.text)):
        names += owners(also[1], place.context)[0]
    kind = "listed" if place.listed else rule.meaning
    doubt = 0.8 if _NEEDS.search(sentence.text) else 1.0
    return Task(_cut(sentence, match, rule), kind, rule.id, names, known, doubt=doubt)


def _doer_fits(kind: str, said: str, doer: Owners, place: Place) -> bool:
    """Whether somebody who is named, or nobody, may have a task of a kind."""
    names, known = doer
    if said and not names and kind not in ("will", "does", "passive", "promised"):
        return False
    if kind in ("does", "weak", "will", "promised"):
        return _credible(said, known, place, kind)
    if kind == "doer" and known is Known.NAME:
        return not said.isupper() and (place.listed or is_name(said))
    if kind == "doer" and known is Known.BODY and said[:1].islower():
        return acts(said)
    if kind == "listed" and known is Known.NAME:
        return not any(char.isdigit() for char in said) and not names_a_thing(said)
    return True


def _sentence_fits(text: str, rule: Rule, match: re.Match[str], place: Place) -> bool:
    """Whether a sentence gives a task of the rule's kind where it stands."""
    kind = rule.meaning
    if kind in ("assigned", "handed") and not place.decided and _earlier(text, place.context):
        return False
    if kind in ("does", "will", "weak") and len(text.split()) < 3:
        return False
    if rule.id == "colon-name" and not commands(text):
        return False  # an office and who has it: "Revisor: Ada Lund"
    if kind in ("nominal", "request") and not find_deadline(text, place.context, None):
        return False
    if kind == "weak" and not _dated_or_event(text[match.end() :], place.context):
        return False
    if kind == "listed" and not place.listed:
        return False
    return not (kind == "passive" and not _short(text)) and not (
        place.goals and rule.id == "shall-decided"
    )


def _tail(said: str, context: Context) -> Owners | None:
    """The participant at the end of words that a title has run into ("Nya mätare Ada")."""
    found = _TITLE_AND_NAME.match(said)
    names, known = owners(found["name"], context) if found else ((), Known.NOBODY)
    return (names, known) if known is Known.PERSON else None


def _credible(said: str, known: Known, place: Place, kind: str) -> bool:
    """Whether a subject is somebody who takes on a task here."""
    if known is Known.PERSON:
        return True
    if place.part == "cover" or (known is Known.NAME and names_a_thing(said)):
        return False
    if place.formal:
        if kind == "promised":
            return known is Known.BODY
        if known is Known.NAME:
            return place.decided and " " in said
        return place.decided and known is Known.BODY and not _own_body(said, place.context)
    if known is Known.NAME:
        return place.bullet or is_name(said)
    return True


def _earlier(text: str, context: Context) -> bool:
    """Whether a sentence tells of a task that was given earlier."""
    day = context.date
    years = [int(year) for year in _YEAR.findall(text)]
    return bool(_PAST.search(text)) or bool(day and any(year < day.year for year in years))


def _own_body(said: str, context: Context) -> bool:
    """Whether a body is the one that met: what it does is told, not assigned."""
    name = said.casefold()
    return bool(_MEETING.fullmatch(name)) or name in (context.meeting.body or "").casefold()


def _short(text: str) -> bool:
    return len(text.split()) <= 26


def _dated_or_event(rest: str, context: Context) -> bool:
    """Whether somebody takes part in something to come: with a day, or in the event spoken of."""
    return bool(_THE_EVENT.match(rest.strip()) or find_deadline(rest, context, None))


def _cut(sentence: Passage, match: re.Match[str], rule: Rule) -> Passage:
    """The sentence without the topic that stands before it ("Kajen – Bo ringer varvet")."""
    text = sentence.text
    start = match.start("owner") if match.groupdict().get("owner") else match.start()
    before = text[:start].rstrip()
    if rule.meaning == "request":
        verb = re.search(r"\w", text[match.start() :])
        return sentence.slice(match.start() + (verb.start() if verb else 0), len(text))
    if rule.meaning in ("does", "will", "weak") and before[-1:] in ("–", "—", ":", "-"):
        return sentence.slice(start, len(text))
    if rule.meaning == "does" and before.endswith(",") and len(before.split()) > 4:
        return sentence.slice(start, len(text))
    return sentence
