"""What read a document: it changes when the program, its tables or its models change.

An archive notes it of every document, so that an ingest by a newer program knows which documents
it would perhaps read otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

import corpus
import ingest

_INGEST = Path(ingest.__file__).parent
_CORPUS = Path(corpus.__file__).parent


def _digest(places: Iterable[Path]) -> str:
    digest = sha256()
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and path.suffix not in (".pyc", ".md"):
                digest.update(f"{path.relative_to(place)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def reading() -> str:
    """What makes a Document of a file; costly to do again, for scans above all."""
    swedish = _CORPUS / "swedish"
    places = (_INGEST / "read", _INGEST / "layout", _CORPUS / "model.py")
    return _digest((*places, swedish / "words", swedish / "lexicon.py"))


@cache
def extraction() -> str:
    """What makes records of a file: `reading`, and what finds the facts in a Document."""
    return f"{reading()}-{_digest((_INGEST, _CORPUS / 'swedish', _CORPUS / 'model.py'))}"


def same_reading(made_by: str) -> bool:
    """Whether a document that was made so would be read the same today."""
    return made_by.partition("-")[0] == reading()
