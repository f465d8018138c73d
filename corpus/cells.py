"""Values as other programs take them: days, and text without what no program can hold."""

from __future__ import annotations

import re
from datetime import date


def as_date(value: object) -> date | None:
    """The day that an ISO date names; None for anything else."""
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def unsteered(text: str) -> str:
    """Text without control characters, which no spreadsheet may hold."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", " ", text)
