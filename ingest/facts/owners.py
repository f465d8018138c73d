"""Who is to do a task: names, offices and bodies as a text gives them (ansvarig)."""

from __future__ import annotations

import re
from enum import IntEnum

from corpus.model import Participant
from corpus.swedish.lexicon import lemma_of, lemmas
from corpus.swedish.tables import pattern
from ingest.facts.context import Context
from ingest.facts.names import office, resolve

_AND = pattern("owners", "and")
_INFLECTED = pattern("owners", "inflected")
_DEFINITE = pattern("owners", "definite")
_LIKE_NOUN = pattern("owners", "like-noun")
"""First names that are spelled as forms of nouns are."""
_IN_SPE = pattern("owners", "if-possible")
_LEADING = pattern("owners", "leading")
_TRAILING = pattern("owners", "trailing")
_NOBODY = pattern("owners", "nobody")
_TITLE = pattern("owners", "title")
_BODY = pattern("owners", "body")
_ACTS = pattern("owners", "acts")
_WITHIN = re.compile(r"\s(?:i|på|för|från|vid|inom|med|av|till|som)\s")


class Known(IntEnum):
    """How well it is known who an owner is."""

    NOBODY = 0
    NAME = 1  # a name of nobody on the list
    BODY = 2  # an office, a body, a described group
    PERSON = 3  # a participant


def owners(text: str, context: Context) -> tuple[tuple[str, ...], Known]:
    """The doers that a text names, participants with their full names, and how well known.

    What stands for nobody in particular ("vi", "man") gives none. A text of several is taken
    apart only where each piece can stand alone: "kultur- och fritidsnämnden" is one body.
    """
    text = _TRAILING.sub("", _LEADING.sub("", _IN_SPE.sub(" ", text).strip(" ,:;.–-")))
    pieces = [piece.strip() for piece in _AND.split(text) if piece.strip()]
    if len(pieces) > 1 and not all(_stands_alone(piece, context) for piece in pieces):
        pieces = [text]
    found: dict[str, Known] = {}
    for piece in pieces:
        name, known = _owner(piece, context)
        if name:
            found.setdefault(name, known)
    return tuple(found), min(found.values(), default=Known.NOBODY)


def _stands_alone(piece: str, context: Context) -> bool:
    if piece.endswith("-") or _NOBODY.match(piece):
        return False
    return (
        piece[:1].isupper()
        or bool(_BODY.search(piece))
        or resolve_owner(piece, context) is not None
    )


def _owner(piece: str, context: Context) -> tuple[str, Known]:
    if _NOBODY.match(piece):
        return "", Known.NOBODY
    if person := resolve_owner(piece, context):
        return person.name, Known.PERSON
    if office(piece) or _BODY.search(piece) or piece[:1].islower() or acts(piece):
        return piece, Known.BODY
    return piece, Known.NAME


def resolve_owner(text: str, context: Context) -> Participant | None:
    """The participant that a name or an office means; bodies in lower case are no names."""
    if text.islower() and _BODY.search(text) and not _TITLE.search(text) and not office(text):
        return None
    return resolve(text, context.participants)


def names_a_thing(name: str) -> bool:
    """Whether a capitalised word is a noun: "Bryggan", "Nycklar", also bare ("Ramverk").

    A noun is known by its ending, or by having a definite form.
    """
    word = name.casefold()
    if not word.isalpha() or is_like_noun(word):
        return False
    stem = lemmas().get(word)
    if len(word) > 4 and _INFLECTED.search(word):
        stem = stem or lemma_of(word)
        if stem is None:
            return len(word) > 8 and _DEFINITE.search(word) is not None
        if stem != word and word.startswith(stem[:-1]):
            return True
    return len(word) > 3 and any(lemmas().get(form) == word for form in _definite(word))


def is_like_noun(word: str) -> bool:
    """Whether a word is a first name that is spelled as another word is: Per, Sten."""
    return _LIKE_NOUN.match(word) is not None


def _definite(word: str) -> tuple[str, ...]:
    """The forms in which a noun would be definite."""
    return (word + "en", word + "et", word + "n" if word[-1] in "ae" else word + "ena")


def acts(name: str) -> bool:
    """Whether a noun names somebody who can act, an office or a body, by its last part."""
    words = _WITHIN.split(name.casefold())[0].split()
    return bool(words) and any(_ACTS.fullmatch(word) for word in (words[-1], words[0]))
