"""Who does what in a sentence, told by the order and the forms of its words.

Swedish puts the finite verb second: what stands before it is who does it ("Ada ringer varvet"),
or else he stands right after it ("Till maj ringer Ada varvet"). The verb's form tells promise
from report: present, future and modal verbs look forward, the past and the perfect back. No verb
is listed but the few that say how something is, or what somebody says.

Forms come from the trained pipeline. It knows fewer names and everyday verbs than it meets, so a
name at the head of a clause is read as a pronoun ("Hon fixar kaffe"), and a form that it does not
know is looked up among the forms of the word list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.swedish import nlp
from corpus.swedish.lexicon import function_words, lemmas
from corpus.swedish.tables import pattern
from ingest.facts.owners import is_like_noun, names_a_thing

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NAMES = pattern("clauses", "names")
_STARTS = pattern("clauses", "starts")
_COMMITS = pattern("clauses", "commits")
_MODAL = pattern("clauses", "modal")
_BETWEEN = pattern("clauses", "between")
_AGENT = pattern("clauses", "agent")
_AGREED = pattern("clauses", "agreed")
_ALL = pattern("clauses", "all")
_PREFIX = pattern("clauses", "prefix")
_STATES = pattern("clauses", "states")
_SAYS = pattern("clauses", "says")
_NEGATED = pattern("clauses", "negated")
_FIRST = re.compile(r"[\W_]*(?:(?i:att)\s)?([^\W\d_]+)")
_LONGEST = 400
_WINDOW = 160
"""Characters from the head of a clause within which its verbs are looked for."""


@dataclass(frozen=True)
class Saying:
    """That somebody does something: `doer` is his span in the text, None where nobody is named."""

    form: str
    """promised, does, will, passive; says where he only says it."""
    doer: tuple[int, int] | None
    start: int
    """Where the clause begins, and where its verb ends."""
    end: int


@lru_cache(maxsize=4096)
def parsed(text: str) -> Doc:
    """A text with the forms and the dependencies of its words."""
    return nlp.parsed([text])[0]


def sayings(text: str) -> Iterator[Saying]:
    """What a sentence says of who does what, clause by clause in order."""
    for head in _STARTS.finditer(text):
        start = head.end()
        if head[0].endswith("att ") and start > 5 and not _AGREED.search(text[: head.start()]):
            continue
        found = _named(text, start) or _told(text, start)
        if found:
            yield found
    yield from _agents(text)


def _agents(text: str) -> Iterator[Saying]:
    """By whom something is done, after a verb in the passive: "Lappar delas ut av Ada"."""
    for agent in _AGENT.finditer(text):
        verb = next((w for w in parsed(text[:_LONGEST]) if w.idx == agent.start()), None)
        if verb is None or {"Past", "Sup"} & {*verb.morph.get("Tense", []), *verb.morph.get("VerbForm", [])}:
            continue
        if not _STATES.fullmatch(_lemma(verb)) and is_name(agent["doer"]):
            yield Saying("does", agent.span("doer"), 0, agent.start())


def _named(text: str, start: int) -> Saying | None:
    """A clause that begins with a name: its verb is the next word, or the one after an adverb."""
    names = _NAMES.match(text, start)
    if names is None or not is_name(names[0]):
        return None
    rest = text[names.end() : names.end() + _WINDOW]
    if commits := _COMMITS.match(rest):
        return Saying("promised", names.span(), start, names.end() + commits.end())
    pronoun = "De" if names["more"] else "Hon"
    words = parsed(pronoun + rest)
    between = _BETWEEN.match(rest)
    at = next((w.i for w in words if w.idx >= len(pronoun) + between.end()), 0) if between else 0
    if not 0 < at < len(words):
        return None
    form = _form(words, at)
    if form in ("", "says") and _finite(words[at]) and (second := _second(words, at)):
        form, at = "does", second
    end = words[at].idx + len(words[at]) + names.end() - len(pronoun)
    return Saying(form, names.span(), start, end) if form else None


def _second(words: Doc, at: int) -> int:
    """The verb that the same subject has after "och" or "men"; 0 where there is none."""
    for word in words[at + 1 : -1]:
        follows = words[word.i + 1]
        if word.lower_ in ("och", "men", "samt") and _finite(follows):
            return follows.i if _form(words, follows.i) in ("does", "will") else 0
    return 0


def _told(text: str, start: int) -> Saying | None:
    """A clause that begins with another subject, or whose subject stands after its verb."""
    words = parsed(text[start : start + _WINDOW])
    at = next((w.i for w in words[:14] if _finite(w)), None)
    if at is None or any(w.lower_ in ("som", "att", "(") for w in words[:at]):
        return None
    form = _form(words, at)
    if not form:
        return None
    doer = _before(words, at) if at else None
    if doer is None and start == 0 and at:
        doer = _after(words, at)
    if doer is None and (form not in ("passive", "will") or start):
        return None
    span = (start + doer[0], start + doer[1]) if doer else None
    if span and (commits := _COMMITS.match(text, span[1])):
        return Saying("promised", span, start, commits.end())
    return Saying(form, span, start, start + words[at].idx + len(words[at]))


def _before(words: Doc, at: int) -> tuple[int, int] | None:
    """The subject that is all that stands before the verb: a definite noun, or all of them."""
    last = at - 1
    while last > 0 and words[last].pos_ == "ADV" and words[last].lower_ in function_words():
        last -= 1
    head, end = words[0], words[last]
    if head.pos_ in ("ADP", "SCONJ", "ADV", "VERB", "AUX", "PUNCT", "CCONJ", "NUM") or last > 8:
        return None
    some = [w for w in words[: last + 1] if w.pos_ == "PUNCT"]
    if some and not any(w.lower_ in ("och", "samt") for w in words[:last]):
        return None
    definite = any(_is_definite(w) for w in words[: last + 1])
    return (head.idx, end.idx + len(end)) if definite or _ALL.match(words.text) else None


def _is_definite(word: Token) -> bool:
    return word.pos_ == "PROPN" or (
        word.pos_ in ("NOUN", "ADJ") and "Def" in word.morph.get("Definite", [])
    )


def _after(words: Doc, at: int) -> tuple[int, int] | None:
    """The subject right after the verb: names, or one definite noun."""
    text = words.text
    place = words[at].idx + len(words[at]) + 1
    if names := _NAMES.match(text, place):
        return names.span() if is_name(names[0]) else None
    rest = list(words[at + 1 : at + 4])
    noun = next((w for w in rest if w.pos_ == "NOUN"), None)
    if noun is None or not _is_definite(noun):
        return None
    if any(w.pos_ not in ("ADJ", "DET") for w in rest[: noun.i - at - 1]):
        return None
    return rest[0].idx, noun.idx + len(noun)


def _finite(word: Token) -> bool:
    return "Fin" in word.morph.get("VerbForm", []) or (
        word.i > 0 and word.text.islower() and word.pos_ != "VERB" and _is_present(word.lower_)
    )


def _form(words: Doc, at: int) -> str:
    """What the form of the verb at a place tells; nothing where it looks back or only states."""
    verb = words[at]
    rest = words[at + 1 :]
    if _NEGATED.match(words.text, verb.idx + len(verb)):
        return ""
    if _MODAL.fullmatch(verb.lower_):
        main = next((w for w in rest[:10] if is_infinitive(w)), None)
        if main is None or (verb.lower_ == "kommer" and not _to(rest)):
            return _act(verb) if verb.lower_ == "kommer" else ""
        if _passive(main):
            return "passive"
        return "will" if not _STATES.fullmatch(_lemma(main)) else ""
    if "Past" in verb.morph.get("Tense", []) or not _finite(verb):
        return ""
    if _passive(verb):
        return "passive"
    return _act(verb)


def _to(rest: Doc) -> bool:
    """Whether "kommer" is followed by "att": it tells of what is to come."""
    return any(word.lower_ == "att" for word in rest[:4])


def _act(verb: Token) -> str:
    lemma = _lemma(verb)
    if _STATES.fullmatch(lemma):
        return ""
    return "says" if _SAYS.fullmatch(lemma) else "does"


def _passive(verb: Token) -> bool:
    return "Pass" in verb.morph.get("Voice", []) and not _STATES.fullmatch(_lemma(verb))


def _lemma(verb: Token) -> str:
    word = verb.lower_
    return lemmas().get(word, verb.lemma_.casefold())


# ------------------------------------------------------------------------------ forms of words


@lru_cache(maxsize=8192)
def _is_present(word: str) -> bool:
    """Whether the word list knows a word as a present: fixar, of fixa."""
    if len(word) < 4 or word[-1] != "r":
        return False
    stem = lemmas().get(word, "")
    return stem[-1:] in tuple("aåe") and word in (stem + "r", stem[:-1] + "er")


def is_infinitive(word: Token) -> bool:
    """Whether a word is an infinitive, by the pipeline or by the word list."""
    return "Inf" in word.morph.get("VerbForm", []) or (
        word.pos_ not in ("NOUN", "ADV", "ADP", "DET", "PRON") and has_infinitive(word.lower_)
    )


@lru_cache(maxsize=8192)
def has_infinitive(word: str) -> bool:
    """Whether a word, or what follows its prefix, is an infinitive: dubbelkolla, of kolla."""
    stem = _PREFIX.sub("", word)
    return any(
        lemmas().get(form) == one
        for one in {word, stem}
        for form in (one + "r", one[:-1] + "er")
    )


@lru_cache(maxsize=8192)
def has_imperative(word: str) -> bool:
    """Whether a word can be an imperative without ending: ring, of ringer and ringa."""
    return lemmas().get(word + "er") == word + "a"


def commands(text: str) -> bool:
    """Whether a text begins with an infinitive or an imperative: "Dubbelkolla dagen"."""
    first = _FIRST.match(text)
    word = first[1].casefold() if first else ""
    if first is None or word in function_words() or _STATES.fullmatch(word):
        return False
    if not (has_infinitive(word) or has_imperative(word)):
        return False
    words = parsed("Vi ska " + word + text[first.end(1) : first.end(1) + _WINDOW])
    if any(_finite(w) for w in words[3:4]):
        return False
    return "Inf" in words[2].morph.get("VerbForm", []) or has_imperative(word)


def is_name(text: str) -> bool:
    """Whether capitalised words can be a name: no function word, no noun that has its forms."""
    first = text.split()[0].strip(",")
    return is_like_noun(first) or first.casefold() not in function_words() and not names_a_thing(first)
