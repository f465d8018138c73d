"""The Swedish pipeline: sentences, names, lemmas and syntax.

Sentences are cut by the rows of `sentences.toml` alone and cost next to nothing. Everything
else runs the trained spaCy pipeline in the folder `pipeline` beside this module (scores and
licence stand there). It is loaded at the first use and kept; syntax and names run apart, so
nobody pays for what he does not ask for.

The environment variable RADSLAG_PIPELINE names another pipeline that is installed, such as
`sv_core_news_lg`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec

from corpus.errors import UsageError
from corpus.swedish.tables import rules

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_CANDIDATE = re.compile(r"[.!?…][\"'”’»)\]]*\s+|\n\s*")
_BEFORE, _AFTER = 24, 12  # characters of context that a row of the table may look at
_LABELS = {"PRS": "PER"}  # what sv_core_news_* call a person


class Entity(msgspec.Struct, frozen=True):
    """A name in a text (namn): `text[start:end]`, labelled PER, ORG or LOC."""

    text: str
    label: str
    start: int
    end: int


class Lemma(msgspec.Struct, frozen=True):
    """A word's base form (grundform) and its part of speech (ordklass, as in UD)."""

    lemma: str
    pos: str
    start: int
    end: int


def _ends_sentence(text: str, sentence: int, at: int) -> bool:
    """Whether the next sentence begins at `at`, for a sentence that began at `sentence`."""
    low = max(sentence, at - _BEFORE)
    window = text[low : at + _AFTER]
    for rule in rules("sentences"):
        if any(match.end() == at - low for match in rule.pattern.finditer(window)):
            return rule.meaning == "ends"
    return False


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences (meningar) of a text as character spans in order, without outer white space.

    A single line break does not end a sentence; an empty line and a list item do.
    """
    spans = []
    start = 0
    for candidate in _CANDIDATE.finditer(text):
        if _ends_sentence(text, start, candidate.end()):
            spans.append((start, candidate.end()))
            start = candidate.end()
    spans.append((start, len(text)))
    return [trimmed for span in spans if (trimmed := _trimmed(text, *span))]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


@cache
def tokenizer() -> Callable[[str], Doc]:
    """spaCy's Swedish tokenizer, without any trained part."""
    import spacy

    return spacy.blank("sv").tokenizer


@cache
def _pipeline() -> Language:
    """The trained pipeline. Raises UsageError when the one asked for is not installed."""
    import spacy

    name = os.environ.get("RADSLAG_PIPELINE") or str(files(__package__) / "pipeline")
    try:
        return spacy.load(name)
    except OSError as error:
        advice = "Install it, or unset RADSLAG_PIPELINE to use the pipeline that comes along."
        raise UsageError("There is no such Swedish pipeline.", name, advice) from error


def _run(texts: Iterable[str], without: tuple[str, ...]) -> Iterable[Doc]:
    nlp = _pipeline()
    skipped = [name for name in without if name in nlp.pipe_names]
    return nlp.pipe(texts, batch_size=128, disable=skipped)


_SYNTAX = ("tok2vec", "morphologizer", "tagger", "trainable_lemmatizer", "lemmatizer", "parser")


def entities(texts: Iterable[str]) -> list[list[Entity]]:
    """The names of persons, organisations and places in each text, in order of appearance."""
    return [
        [
            Entity(ent.text, label, ent.start_char, ent.end_char)
            for ent in doc.ents
            if (label := _LABELS.get(ent.label_, ent.label_)) in {"PER", "ORG", "LOC"}
        ]
        for doc in _run(texts, without=_SYNTAX)
    ]


def lemmas(texts: Iterable[str]) -> list[list[Lemma]]:
    """Lemma and part of speech of every word of each text, white space left out."""
    return [
        [
            Lemma(token.lemma_, token.pos_, token.idx, token.idx + len(token))
            for token in doc
            if not token.is_space
        ]
        for doc in _run(texts, without=("parser", "ner"))
    ]


def parsed(texts: Iterable[str]) -> list[Doc]:
    """Each text with parts of speech, lemmas and dependencies; without names."""
    return list(_run(texts, without=("ner",)))


@lru_cache(maxsize=2048)
def syntax(text: str) -> Doc:
    """One text, as by `parsed`. Several finders ask of one sentence, so the latest are kept."""
    return parsed([text])[0]


def is_clause(text: str) -> bool:
    """Whether a text says something: its main word is a finite verb ("Planen godkändes")."""
    return any(
        word.head == word and "Fin" in word.morph.get("VerbForm", []) for word in syntax(text)
    )
