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

from corpus.swedish.lexicon import function_words, lemmas
from corpus.swedish.nlp import syntax
from corpus.swedish.tables import pattern
from ingest.facts.owners import acts, is_like_noun, names_a_thing

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NAMES = pattern("clauses", "names")
_STARTS = pattern("clauses", "starts")
_COMMITS = pattern("clauses", "commits")
_MODAL = pattern("clauses", "modal")
_BETWEEN = pattern("clauses", "between")
_AGENT = pattern("clauses", "agent")
_PARTICLE = pattern("clauses", "particle")
_FORWARD = pattern("clauses", "forward")
_VERB_NEXT = pattern("clauses", "verb-next")
_EVENT = pattern("clauses", "event")
_DUTY = pattern("clauses", "duty")
_OFFICE = pattern("clauses", "office")
_AGREED = pattern("clauses", "agreed")
_ALL = pattern("clauses", "all")
_PREFIX = pattern("clauses", "prefix")
_STATES = pattern("clauses", "states")
_SAYS = pattern("clauses", "says")
_NEGATED = pattern("clauses", "negated")
_FIRST = re.compile(r"[\W_]*(?:(?i:att)\s)?([^\W\d_]+)")
_OPENERS_NOUN = frozenset({"som", "att", "("})
_OPENERS = frozenset({"som", "att", "vad", "vilka", "vem", "hur", "när", "om", "så", "där"})
_PAST_ENDING = re.compile(r"(?:ade|[dt]es|tts)$")
_LONGEST = 400
_WINDOW = 160
"""Characters from the head of a clause within which its verbs are looked for."""


@dataclass(frozen=True)
class Saying:
    """That somebody does something: `doer` is his span in the text, None where nobody is named."""

    form: str
    """promised, does, will; passive where it shall be done, undergoes where it is done; says where
    he only says it."""
    doer: tuple[int, int] | None
    start: int
    """Where the clause begins, and where its verb ends."""
    end: int
    named: bool = False
    """Whether the doer stands as a name does."""


def sayings(text: str) -> Iterator[Saying]:
    """What a sentence says of who does what, clause by clause in order."""
    yield from _agents(text)
    for start in _starts(text):
        found = _named(text, start) or _told(text, start)
        if found:
            yield found


def _starts(text: str) -> Iterator[int]:
    """Where clauses can begin; after "att" only where it tells what was agreed."""
    heads = list(_STARTS.finditer(text))
    if not heads or heads[0].start():
        yield 0
    for head in heads:
        told = head[0].endswith("att ") and head.start()
        if not told or _AGREED.search(text[: head.start()]):
            yield head.end()


def commits(text: str) -> bool:
    """Whether a sentence has the words by which somebody takes something on."""
    return _COMMITS.search(text) is not None


def _agents(text: str) -> Iterator[Saying]:
    """By whom something is done, after a verb in the passive: "Lappar delas ut av Ada"."""
    for agent in _AGENT.finditer(text[:_LONGEST]):
        place = agent.start("by")
        before = [w for w in syntax(text[:_LONGEST]) if w.idx < place][-6:]
        verb = next((w for w in reversed(before) if w.pos_ in ("VERB", "AUX")), None)
        doer = agent["doer"]
        known = is_name(doer) if doer[0].isupper() else acts(doer)
        if verb is None or not known or not _passive(verb) or _looks_back(verb):
            continue
        form = "says" if _SAYS.fullmatch(_lemma(verb)) else "does"
        yield Saying(form, agent.span("doer"), 0, place, named=doer[0].isupper())


def _named(text: str, start: int) -> Saying | None:
    """A clause that begins with a name: its verb is the next word, or the one after an adverb."""
    names = _NAMES.match(text, start)
    if names is None:
        return None
    rest = text[names.end() : names.end() + _WINDOW]
    if not _VERB_NEXT.match(rest) or not (is_name(names[0]) or _tagged_name(text[start:])):
        return None
    if commits := _COMMITS.match(rest):
        return Saying("promised", names.span(), start, names.end() + commits.end(), named=True)
    if duty := _DUTY.match(rest):
        return Saying("does", names.span(), start, names.end() + duty.end(), named=True)
    pronoun = "De" if names["more"] else "Hon"
    words = syntax(pronoun + rest)
    between = _BETWEEN.match(rest)
    at = next((w.i for w in words if w.idx >= len(pronoun) + between.end()), 0) if between else 0
    if not 0 < at < len(words):
        return None
    form = _form(words, at)
    if form in ("", "says") and _finite(words[at]) and (second := _second(words, at)):
        form, at = "does", second
    end = words[at].idx + len(words[at]) + names.end() - len(pronoun)
    return Saying(form, names.span(), start, end, named=True) if form else None


def _second(words: Doc, at: int) -> int:
    """The verb that the same subject has after "och" or "men"; 0 where there is none."""
    for word in words[at + 1 : -1]:
        follows = words[word.i + 1]
        if word.lower_ in ("och", "men", "samt") and _finite(follows):
            return follows.i if _form(words, follows.i) in ("does", "will") else 0
    return 0


def _told(text: str, start: int) -> Saying | None:
    """A clause that begins with another subject, or whose subject stands after its verb."""
    clause = text[start : start + _WINDOW]
    if not _may_tell(clause):
        return None
    words = syntax(clause if start else clause[:1].lower() + clause[1:])
    finite = [w.i for w in words[:16] if _finite(w)]
    qualified = _ALL.match(words.text) and any(w.lower_ == "som" for w in words[:5])
    at = next(iter(finite[1:] if qualified else finite), None)
    if at is None:
        return None
    form = _form(words, at)
    if not qualified and any(w.lower_ in _OPENERS_NOUN for w in words[:at]):
        return Saying(form, None, start, start + words[at].idx) if form == "passive" else None
    doer = _subject(words, at, first=start == 0)
    if form in ("", "says") and doer and (second := _second(words, at)):
        form, at = "does", second
    span = (start + doer[0], start + doer[1]) if doer else None
    for place in (span[1], start + words[at].idx - 1) if span else ():
        if commits := _COMMITS.match(text, max(0, place)):
            return Saying("promised", span, start, commits.end())
    if not form or (doer is None and not _without_doer(words, at, form, start)):
        return None
    return Saying(form, span, start, start + words[at].idx + len(words[at]))


def _may_tell(clause: str) -> bool:
    """Whether a clause has what one that gives a task has: somebody, or a verb that looks forward.

    Saves the pipeline the sentences that have none of it, which are most.
    """
    if _FORWARD.search(clause) or _OFFICE.search(clause) or _ALL.match(clause):
        return True
    return any(acts(word) for word in clause.split()[:8] if len(word) > 3)


def _subject(words: Doc, at: int, *, first: bool) -> tuple[int, int] | None:
    """Where the subject of a verb stands: before it, or after it where a thing comes first."""
    before = _before(words, at) if at else None
    if not (first and at) or (before and acts(words.text[slice(*before)])):
        return before
    after = _after(words, at)
    named = after and words.text[after[0]].isupper()
    return after if before is None or named else before


def _without_doer(words: Doc, at: int, form: str, start: int) -> bool:
    """Whether a clause means something without a doer: a passive, "Ska köpas", what we shall do."""
    if form in ("passive", "undergoes"):
        return start == 0
    ours = any(w.lower_ == "vi" for w in (words[0], words[min(at + 1, len(words) - 1)]))
    if start or form == "says":
        return False
    asks = words[min(at + 1, len(words) - 1)].pos_ in ("PROPN", "PRON")
    return (form == "will" and at == 0 and not asks) or (ours and words[at].lower_ != "får")


def _before(words: Doc, at: int) -> tuple[int, int] | None:
    """The subject that is all that stands before the verb: a definite noun, or all of them."""
    last = at - 1
    while last > 0 and words[last].pos_ == "ADV" and words[last].lower_ in function_words():
        last -= 1
    head, end = words[0], words[last]
    if any(w.pos_ == "SCONJ" or w.lower_ in ("då", "när", "om") for w in words[: last + 1]):
        return None
    if head.pos_ in ("ADP", "SCONJ", "ADV", "VERB", "AUX", "PUNCT", "CCONJ", "NUM") or last > 8:
        return None
    some = {w.text for w in words[: last + 1] if w.pos_ == "PUNCT"}
    if some - {",", "-"} or (some and not any(w.lower_ in ("och", "samt") for w in words[:last])):
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
    """Whether a verb is finite; an infinitive in the passive is, where nothing governs it."""
    if "Fin" in word.morph.get("VerbForm", []):
        return True
    form = word.lower_
    if word.i == 0 or not (_is_present(form) or _passive_of(form)):
        return False
    governed = any(w.pos_ == "AUX" or w.lower_ == "att" for w in word.doc[: word.i])
    return "Inf" not in word.morph.get("VerbForm", []) or not governed


def _form(words: Doc, at: int) -> str:
    """What the form of the verb at a place tells; nothing where it looks back or only states."""
    verb = words[at]
    rest = words[at + 1 :]
    if not verb.text.islower() and at and not _is_present(verb.lower_):
        return ""
    if _NEGATED.match(words.text, verb.idx + len(verb)):
        return ""
    if _MODAL.fullmatch(verb.lower_):
        main = next((w for w in rest[:10] if is_infinitive(w)), None)
        if main is None or (verb.lower_ == "kommer" and not _to(verb, main)):
            return _act(verb) if verb.lower_ == "kommer" else ""
        if _voice(main):
            told = verb.lower_ == "kommer" and any(w.lower_ in ("när", "om") for w in rest)
            return "passive" if _passive(main) and not told else ""
        return "will" if _act(main) else ""
    if _looks_back(verb) or not _finite(verb):
        return ""
    if _voice(verb):
        return "undergoes" if _passive(verb) else ""
    return _act(verb)


def _looks_back(verb: Token) -> bool:
    forms = {*verb.morph.get("Tense", []), *verb.morph.get("VerbForm", [])}
    return bool(forms & {"Past", "Sup"}) or _PAST_ENDING.search(verb.lower_) is not None


def _to(verb: Token, main: Token) -> bool:
    """Whether "kommer" tells of what is to come: "att" follows, or the infinitive itself."""
    between = verb.doc[verb.i + 1 : main.i]
    return len(between) < 3 or any(word.lower_ == "att" for word in between[:4])


def _act(verb: Token) -> str:
    """Whether a verb says that somebody does something, or only that he says or will see it."""
    after = verb.doc[min(verb.i + 1, len(verb.doc) - 1)]
    if _PARTICLE.fullmatch(after.lower_):
        return "does"  # "går igenom", "ser över": a particle makes a deed of many a verb
    lemma = _lemma(verb)
    if _STATES.fullmatch(lemma):
        return ""
    return "says" if _SAYS.fullmatch(lemma) else "does"


def _passive(verb: Token) -> bool:
    """Whether something is done by somebody, and does not merely take place."""
    return _voice(verb) and _act(verb) != "" and not _EVENT.match(verb.lower_)


def _voice(verb: Token) -> bool:
    """Whether a verb is in the passive, by the pipeline or by its ending."""
    return "Pass" in verb.morph.get("Voice", []) or _passive_of(verb.lower_)


def _lemma(verb: Token) -> str:
    word = verb.lower_
    return word if has_infinitive(word) else lemmas().get(word, verb.lemma_.casefold())


def worked_on(text: str) -> bool:
    """Whether a verb in the passive is one of the work between meetings: skickas, tas fram."""
    return _OFFICE.search(text) is not None


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
    if "Inf" in word.morph.get("VerbForm", []):
        return True
    form = word.lower_
    if form in function_words() or not (has_infinitive(form) or _passive_of(form)):
        return False
    follows = word.i > 0 and _MODAL.fullmatch(word.nbor(-1).lower_) is not None
    return follows or word.pos_ not in ("NOUN", "ADV", "ADP", "DET", "PRON")


def _passive_of(form: str) -> bool:
    """Whether a form is that of a verb in the passive that the word list knows: bokas."""
    return form[-1:] == "s" and has_infinitive(form[:-1])


@lru_cache(maxsize=8192)
def has_infinitive(word: str) -> bool:
    """Whether a word, or what follows its prefix, is an infinitive: dubbelkolla, of kolla."""
    stem = _PREFIX.sub("", word)
    return any(
        lemmas().get(form) == one for one in {word, stem} for form in (one + "r", one[:-1] + "er")
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
    words = syntax("Vi ska " + word + text[first.end(1) : first.end(1) + _WINDOW])
    for after in words[3:9]:
        if after.pos_ in ("SCONJ", "PUNCT") or after.lower_ in _OPENERS:
            break
        if _finite(after) and (after.i > 3 or "Act" in after.morph.get("Voice", [])):
            return False  # a subject: "Att byta fungerar inte"
    if not names_a_thing(word.capitalize()):
        return True
    if has_infinitive(word):
        return "Inf" in words[2].morph.get("VerbForm", [])
    after = words[min(3, len(words) - 1)]
    return _is_definite(after) or _PARTICLE.fullmatch(after.lower_) is not None


def _tagged_name(clause: str) -> bool:
    """Whether the pipeline takes the first word of a clause for a name, spelled as a noun."""
    word = clause.split(maxsplit=1)[0].casefold()
    plain = word in function_words() or word in lemmas() or not word.isalpha()
    return not plain and syntax(clause[:_WINDOW])[0].pos_ == "PROPN"


def is_name(text: str) -> bool:
    """Whether capitalised words can be a name: no function word, no noun that has its forms."""
    first = text.split()[0].strip(",")
    word = first.casefold()
    inflected = lemmas().get(word, "") == word[:-1]  # an adjective: nya, of ny
    plain = word not in function_words() and not inflected and not names_a_thing(first)
    return is_like_noun(first) or plain
