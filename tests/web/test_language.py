"""Every text of the pages has an English one."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from corpus.labels import ATTENDANCE, FIELDS, OUTCOMES, STATEMENTS, TYPES
from corpus.language import CATALOGUES, Language
from corpus.staff import EVENTS, STATUSES
from web import app
from web.finding import FACETS, GROUPS, SORTS
from web.looks import environment
from web.pages import actions, forms, review

ROOT = Path(app.__file__).parent
CATALOGUE = CATALOGUES / "en" / "LC_MESSAGES" / "radslag.po"


def in_templates() -> set[Any]:
    found: set[Any] = set()
    for template in (ROOT / "templates").glob("*.html"):
        for _, function, message in environment().extract_translations(template.read_text("utf-8")):  # type: ignore[attr-defined]
            texts = message if isinstance(message, tuple) else (message,)
            found.add(texts[:2] if function == "ngettext" else texts[0])
    return found - {None}


def in_code() -> set[str]:
    """First arguments of calls to `text` on a language."""
    found: set[str] = set()
    for source in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("language.text"):
                found |= {
                    a.value
                    for a in node.args
                    if isinstance(a, ast.Constant) and isinstance(a.value, str)
                }
    return found


def in_tables() -> set[str]:
    tables = (
        ATTENDANCE,
        OUTCOMES,
        TYPES,
        STATUSES,
        EVENTS,
        FACETS,
        GROUPS,
        SORTS,
        STATEMENTS,
        actions.SHOWN,
    )
    named = (review.REVIEWED, FIELDS, forms.HEADINGS, forms.NAMES)
    said = {text for pair in app.SAID.values() for text in pair}
    return said | {text for table in (*tables, *named) for text in table.values()}


def test_every_text_has_an_english_one() -> None:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file)
    translated = {message.id for message in catalogue if message.id and message.string}
    assert in_templates() | in_code() | in_tables() <= translated


@pytest.mark.parametrize("code", ["sv", "en", "xx"])
def test_a_language_speaks(code: str) -> None:
    wanted = "Search" if code == "en" else "Sök"
    assert Language(code).text("Sök") == wanted
