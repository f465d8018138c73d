"""How a sentence says that something is resolved, and what belongs to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.swedish.lexicon import decision_words, frequencies, one_slip
from corpus.swedish.nlp import syntax
from corpus.swedish.tables import Rule, first_match, first_meaning, pattern
from ingest.layout.blocks import Block, BlockKind
from ingest.layout.passage import Passage

if TYPE_CHECKING:
    from spacy.tokens import Doc

_OUTRIGHT = frozenset({"own-decides", "inverted-decides", "passive-decided"})
# Where one sentence holds several att-satser: "att anta planen, samt att uppdra åt …". What
# follows "att" is an infinitive; a finite clause ("att mötet var utlyst") is not split off.
_ATT = pattern("resolutions", "next-statement")
LIST_LEAD = pattern("resolutions", "leads-list")
UNDER_LEAD = pattern("resolutions", "under-lead")
_NUMBERED = re.compile(r"^(?:\d{1,2}|[a-zåäö])[.)]\s")
NONE = pattern("resolutions", "none")
_OPENS = pattern("resolutions", "opens")
_OLD_PASSIVE = pattern("resolutions", "old-passive")
_DESCRIBES = pattern("resolutions", "describes")
_REFERS = pattern("resolutions", "refers")
_ANNEX = pattern("resolutions", "annex")
_RARE = 1.5
"""Zipf frequency up to which a word is taken for a misspelling."""
ELECTION = pattern("resolutions", "election")
PAST = pattern("resolutions", "told-of-past")


@dataclass(frozen=True)
class Found:
    """A stretch of text that is a decision, and how it was recognised."""

    passage: Passage
    rule: str
    confidence: float
    proposed: bool = False


def leads_statements(blocks: Sequence[Block], at: int) -> bool:
    """Whether a line says by whom or how the att-satser below it are decided, and no more."""
    text = blocks[at].text
    below = blocks[at + 1].text if at + 1 < len(blocks) else ""
    if not UNDER_LEAD.match(below) or text[-1:] in ".!?" or re.search(r"\batt\b", text):
        return False
    return decides(text) is not None


def opens(text: str) -> bool:
    """Whether an introduction ends in its verb or "att": the list below it is of decisions."""
    return _OPENS.search(text) is not None


def is_item(block: Block) -> bool:
    """Whether a block is an item of a list."""
    return block.kind is BlockKind.BULLET or _NUMBERED.match(block.text) is not None


def joined(*found: Block) -> Passage:
    """The text of several blocks as one."""
    return Passage.of_spans(found[0].document, [span for one in found for span in one.spans])


def explains(sentence: str) -> bool:
    """Whether the main verb of a sentence describes: "Anmälan är en redovisning av …"."""
    words = syntax(sentence)
    roots = [word for word in words if word.head == word]
    main = [w for w in words if w in roots or (w.head in roots and w.dep_ in ("aux", "cop"))]
    early = words[:3]  # in second place stands the main verb, whatever the parser makes of it
    finite = [w for w in (*early, *main) if "Fin" in w.morph.get("VerbForm", [])]
    return bool(finite) and _DESCRIBES.match(finite[0].lemma_) is not None


def extended(found: Found, passage: Passage, end: int) -> Found:
    """A decision and what follows it in its passage."""
    start = passage.offsets.index(found.passage.offsets[0])
    return replace(found, passage=passage.slice(start, end))


def adds(text: str) -> bool:
    """Whether a sentence only adds to the one before it: it has no finite main verb.

    "Ett tält på torget.", "Gärna med plats för barn som fiskar."; references are none.
    """
    if _REFERS.match(text) or len(text.split()) < 4:
        return False
    words = syntax(text)
    if "Inf" in words[0].morph.get("VerbForm", []):
        return False  # a decision of its own, in the list that "beslutar att" begins
    return not any(
        "Fin" in word.morph.get("VerbForm", [])
        and not any(before.text.casefold() == "som" for before in words[max(0, at - 2) : at])
        for at, word in enumerate(words)
    )


def resolves(text: str) -> bool:
    """Whether a sentence says outright that something is resolved, or how it went."""
    return states(text) or first_match("outcomes", text) is not None


def states(text: str) -> bool:
    """Whether a sentence says outright that something is resolved."""
    return bool(rule_of("resolution", text) or rule_of("formality", text))


def no_resolution(text: str) -> bool:
    """Whether a sentence only tells what happened, or is a scrap without a verb."""
    if PAST.search(text) or _ANNEX.match(text):
        return True
    words = syntax(text)
    if text.startswith("att ") or _infinitive(words) or _infinitive(_uncapped(text)):
        return False  # an att-sats, or a task under "beslutar att"
    verbs = [w for w in words if w.morph.get("VerbForm", []) == ["Fin"]]
    if not verbs and _OLD_PASSIVE.search(text):
        return False
    return all(verb.morph.get("Tense", []) == ["Past"] for verb in verbs)


def _uncapped(text: str) -> Doc:
    """A text read without its first capital, which makes names of verbs."""
    return syntax(text[:1].lower() + text[1:])


def _infinitive(words: Doc) -> bool:
    """Whether a text begins with an infinitive."""
    return words[0].morph.get("VerbForm", []) == ["Inf"]


def clauses(sentence: Passage) -> Iterator[Passage]:
    """The att-satser of a sentence ("att anta planen, samt att uppdra åt …"), else it whole."""
    start = 0
    for cut in _ATT.finditer(sentence.text):
        before = sentence.text[start : cut.start()]
        if "att " in before and before.count("(") <= before.count(")"):
            yield sentence.slice(start, cut.start())
            start = cut.end()
    yield sentence.slice(start, len(sentence.text))


def says(text: str) -> bool:
    """Whether a text has a finite verb."""
    return any("Fin" in word.morph.get("VerbForm", []) for word in syntax(text))


def decision_rule(text: str) -> tuple[Rule | None, float]:
    """The rule by which a sentence states a decision, and how sure its spelling lets one be."""
    if rule := decides(text):
        return rule, 1.0
    mended = _mended(text)
    return (decides(mended), 0.8) if mended else (None, 0.0)


def _mended(text: str) -> str | None:
    """A sentence with a slip in its decision verb put right ("Mötet belutar att"), if it has one.

    A word that nobody uses, one letter away from a word of decisions, is taken for that word.
    """
    for match in list(re.finditer(r"[^\W\d_]{5,}", text))[:5]:
        verb = _meant(match[0].casefold())
        if verb and not (match.start() and match[0][0].isupper()):
            return text[: match.start()] + verb + text[match.end() :]
    return None


@lru_cache(maxsize=4096)
def _meant(word: str) -> str | None:
    """The word of decisions for which a word that nobody uses is a slip, if it is one."""
    if frequencies().get(word, 0.0) > _RARE:
        return None
    return next((known for known in decision_words() if one_slip(word, known)), None)


def outright(rule: Rule, text: str) -> bool:
    """Whether a sentence says so plainly that it counts even among proposals."""
    begins = rule.pattern.match(text) is not None
    return rule.id in _OUTRIGHT or (rule.id == "own-resolves" and begins)


def decides(text: str) -> Rule | None:
    """The rule by which a sentence states a decision, if it does."""
    found = first_match("decisions", text)
    return found[0] if found and found[0].meaning not in ("not", "lead") else None


def rule_of(meaning: str, text: str) -> Rule | None:
    """The first row of a meaning in the table `decisions` that is found in a text."""
    return first_meaning("decisions", {meaning}, text)


def names_alone(text: str) -> bool:
    """Whether a line holds names and hardly anything else."""
    words = text.split()
    plain = sum(word.islower() and word not in ("och", "samt", "+", "&") for word in words)
    letters = any(char.isalpha() for char in text)
    return letters and len(words) <= 8 and plain <= 2 and not NONE.match(text)
