"""The fields of a fact as a form shows them and gives them back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, get_args, get_type_hints

import msgspec

from corpus.cells import as_date
from corpus.errors import UsageError
from corpus.labels import ATTENDANCE, OUTCOMES, STATEMENTS
from corpus.rows import type_of_fact
from corpus.swedish.personal import HIDDEN
from web.asking import Ask

_LONGEST = 20_000


class Field(msgspec.Struct, frozen=True):
    """A field of a fact in the form that corrects it."""

    name: str
    heading: str
    value: str
    choices: tuple[tuple[str, str], ...] = ()
    long: bool = False
    needed: bool = False
    type: str = "text"


HEADINGS = {
    "agenda_item": "Punkt",
    "text": "Text",
    "outcome": "Utgång",
    "owner": "Ansvarig (flera skiljs med semikolon)",
    "due_date": "Senast (datum)",
    "due_text": "Tid enligt texten",
    "name": "Namn",
    "affiliation": "Parti eller organisation",
    "role": "Roll",
    "attendance": "Närvaro",
    "substitutes_for": "Ersätter",
    "items": "Deltog i",
    "number": "Nummer",
    "title": "Rubrik",
    "case_number": "Diarienummer",
    "type": "Typ",
    "responsible": "Ansvarig",
    "time": "Tid",
    "date": "Datum",
    "what": "Vad",
    "yes": "Ja",
    "no": "Nej",
    "abstain": "Avstår",
    "kind": "Slag",
    "persons": "Personer (flera skiljs med semikolon)",
    "parties": "Partier (flera skiljs med semikolon)",
}
NAMES = {
    **OUTCOMES,
    **ATTENDANCE,
    "member": "närvarande",
    "information": "information",
    "discussion": "diskussion",
    "decision": "beslut",
    "work": "arbete",
    **STATEMENTS,
    "task": "uppdrag",
}
"""What values are called in the form."""
LEFT = ("provenance", "amounts", "ballots")
"""Fields that the form does not show; they stay as they are."""


def fields(type_: type, fact: Any | None) -> list[Field]:
    """The form's fields for a type of fact, filled from a fact if one is given."""
    hints = get_type_hints(type_)
    return [_field(name, hints[name], fact) for name in hints if name not in LEFT]


def _field(name: str, hint: Any, fact: Any | None) -> Field:
    value = getattr(fact, name, None)
    enum = next((t for t in (hint, *get_args(hint)) if _is_enum(t)), None)
    optional = type(None) in get_args(hint)
    choices = tuple((str(e), NAMES.get(str(e), str(e))) for e in enum) if enum else ()
    if choices and optional:
        choices = (("", "–"), *choices)
    return Field(
        name,
        HEADINGS.get(name, name),
        plain(value),
        choices,
        long=name in ("text", "what", "title"),
        needed=hint is str,
        type="number" if hint is int else "date" if name in ("date", "due_date") else "text",
    )


def plain(value: Any) -> str:
    """A value of a field as the form shows it."""
    if isinstance(value, tuple):
        return "; ".join(value)
    return "" if value is None else str(value)


def unmasked(ask: Ask, text: str, was: str) -> str:
    """What a field is to be, where the form may have shown it with personal data hidden.

    Raises UsageError for a text that was changed while part of it was hidden, or is too long.
    """
    if len(text) > _LONGEST:
        raise UsageError("texten är för lång.")
    shown = ask.hide(was)
    if shown == was:
        return text
    if shown.split() == text.split():
        return was
    if HIDDEN not in text:
        return text
    advice = "Välj ”Visa personuppgifter i 30 minuter” längst ned på sidan först."
    raise UsageError("texten har dolda personuppgifter och går inte att ändra så.", advice=advice)


def _is_enum(type_: Any) -> bool:
    return isinstance(type_, type) and issubclass(type_, StrEnum)


def from_form(
    ask: Ask, type_: type[type_of_fact], was: type_of_fact | None = None
) -> dict[str, Any]:
    """The fields of a fact from the form. Raises UsageError for a value it cannot have."""
    form: Mapping[str, object] = ask.form or {}
    hints = get_type_hints(type_)
    told: dict[str, Any] = {}
    for name, hint in hints.items():
        if name in LEFT:
            continue
        text = unmasked(ask, str(form.get(name, "")).strip(), plain(getattr(was, name, None)))
        value: Any = text
        if hint == tuple[str, ...]:
            value = tuple(filter(None, (part.strip() for part in text.split(";"))))
        elif not text and type(None) in get_args(hint):
            value = None
        elif not text and hint is str:
            raise UsageError(f"fältet {HEADINGS.get(name, name)} måste fyllas i.")
        try:
            told[name] = msgspec.convert(value, hint, strict=False)
        except msgspec.ValidationError:
            raise UsageError(f"fältet {HEADINGS.get(name, name)} kan inte vara {text}.") from None
    for name in ("date", "due_date"):
        if told.get(name):
            check_day(told[name])
    return told


def check_day(text: str) -> None:
    """Raises UsageError for what is no day."""
    if as_date(text) is None:
        raise UsageError(f"{text} är inget datum; skriv som 2024-05-31.")


_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


def check_time(text: str) -> None:
    """Raises UsageError for what is no time of the day."""
    if not _TIME.fullmatch(text):
        raise UsageError(f"{text} är inget klockslag; skriv som 13:30.")
