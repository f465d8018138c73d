"""Which corpus each sentence of the gold texts for names comes from.

The gold texts put sentences of klintan, SUC 3.0, UNER (Talbanken) and PUD one after the other.
The corpora disagree on what a name is; a text of one corpus alone is what the test sets have.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from training.generate import labelled

_UNER = re.compile(r"\d+\t([^\t]+)\t")
_FILES = {
    "klintan_train_corpus.txt": ("klintan", re.compile(r"(.+?)\s+\S+$")),
    "suc3_manual_sentences.txt": ("SUC 3.0", re.compile(r"(\S+)\s+\S+\s+\S+\s*$")),
    "UNER_Swedish/sv_talbanken-ud-train.iob2": ("UNER", _UNER),
    "UNER_Swedish/sv_pud-ud-test.iob2": ("PUD", _UNER),
}
"""Each file of the sources: its name, and where a word stands in a line of it."""
_ALONE = {"SUC 3.0", "PUD"}  # here each sentence is a text; elsewhere they follow each other
_NOT_SAID = re.compile(r"[\s\xad_]")
_QUOTES = str.maketrans(dict.fromkeys('"”’“‘´`', "'"))
_KEY = 6  # letters that sentences are looked up by
_TELLING = 20  # letters of a sentence that is not met twice by chance


def _bare(text: str) -> str:
    """What the corpora and the gold texts agree on: no white space, one kind of quote."""
    return _NOT_SAID.sub("", text).translate(_QUOTES)


class Sources:
    """The sentences of the corpora in a folder as downloaded, to find them in gold texts.

    A few stand in the train and in the test part of a corpus: those in `tests` are of no source.
    """

    def __init__(self, raw: Path, tests: Iterable[str] = ()) -> None:
        tested = _bare("\n".join(tests))
        known: dict[str, str] = {}
        for file, (source, word) in _FILES.items():
            for block in re.split(r"\n\s*\n", (raw / file).read_text("utf-8")):
                words = [found[1] for line in block.splitlines() if (found := word.match(line))]
                bare = _bare("".join(words))
                known.setdefault(bare, "" if len(bare) >= _TELLING and bare in tested else source)
        self.sentences: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for sentence in sorted(known, key=len, reverse=True):
            self.sentences[sentence[:_KEY]].append((sentence, known[sentence]))

    def _found(self, bare: str, at: int) -> tuple[str, str]:
        """The longest sentence that begins here, with its source; else one sign of none."""
        for length in range(_KEY, 0, -1):
            for sentence, source in self.sentences.get(bare[at : at + length], ()):
                if bare.startswith(sentence, at):
                    return sentence, source
        return bare[at], ""

    def parts(self, text: str) -> Iterator[tuple[str, int, int]]:
        """The sentences of a text: source ("" where it is none of these), start and end."""
        places = [at for at, sign in enumerate(text) if _bare(sign)]
        bare = _bare(text)
        at = 0
        while at < len(bare):
            sentence, source = self._found(bare, at)
            yield source, places[at], places[at + len(sentence) - 1] + 1
            at += len(sentence)

    def apart(self, nlp: Language, doc: Doc) -> Iterator[tuple[str, Doc]]:
        """A gold text as one text for each source in it, or one for each sentence."""
        for source, group in groupby(sorted(self.parts(doc.text)), key=lambda found: found[0]):
            spans = [(start, end) for _, start, end in group]
            for chosen in [[span] for span in spans] if source in _ALONE else [spans]:
                if source:
                    yield source, joined(nlp, doc, chosen)


def joined(nlp: Language, doc: Doc, spans: list[tuple[int, int]]) -> Doc:
    """These parts of a text with their names as a text of their own."""
    text, names = "", []
    for start, end in spans:
        text += " " if text else ""
        names += [
            (name.start_char - start + len(text), name.end_char - start + len(text), name.label_)
            for name in doc.ents
            if start <= name.start_char and name.end_char <= end
        ]
        text += doc.text[start:end]
    return labelled(nlp, text, names)
