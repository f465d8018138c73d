"""The sample archive: invented documents of invented bodies, and what each of them says.

`documents()` holds the files as an archive would have them, `gold()` one record per file in the
shape of `radslag inspect --json`; a record's "source" is the file's path below `documents()`.
No person, place or organisation in them is real. `tests/generate/samples.py` writes them.
"""

from __future__ import annotations

from pathlib import Path


def documents() -> Path:
    """The folder of the sample documents (exempelarkivet)."""
    return Path(__file__).parent / "documents"


def gold() -> Path:
    """The folder of their gold records, one JSON file each."""
    return Path(__file__).parent / "gold"
