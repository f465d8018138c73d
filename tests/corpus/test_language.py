"""What people are told stands in English too, also when it was told long ago and stored."""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
import pytest
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from cli.main import cli
from corpus.errors import ArchiveError
from corpus.followups import STANDINGS
from corpus.labels import ATTENDANCE, OUTCOMES, PERSONAL, TYPES
from corpus.language import CATALOGUES, Language, language_of

ROOT = Path(__file__).parents[2]
ENGLISH = CATALOGUES / "en" / "LC_MESSAGES" / "radslag.po"
SWEDISH = CATALOGUES / "sv" / "LC_MESSAGES" / "click.po"


def translated() -> set[str]:
    with ENGLISH.open("rb") as file:
        ids = [message.id for message in read_po(file) if message.id and message.string]
    return {id_ if isinstance(id_, str) else id_[0] for id_ in ids}


# ------------------------------------------------------------------------------ what is said


def text_of(node: ast.AST) -> str | None:
    """A text in a program, with the values in it numbered."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        parts, number = [], 0
        for part in node.values:
            if isinstance(part, ast.Constant):
                parts.append(str(part.value))
            else:
                parts.append(f"{{{number}}}")
                number += 1
        return "".join(parts)
    return None


def sentences(tree: ast.AST) -> Iterator[str]:
    """Texts of a program that are whole sentences, those that document it left out."""
    nodes = list(ast.walk(tree))
    inner = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    inner |= {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in nodes:
        text = None if id(node) in inner else text_of(node)
        if text and text.endswith(".") and " " in text and any(c.isalpha() for c in text):
            yield text


def in_commands() -> set[str]:
    """What is said by `_` and `counted` in the commands."""
    found = set()
    for source in (ROOT / "cli").glob("*.py"):
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("_", "counted"):
                text = text_of(node.args[0])
                found |= {text} if text else set()
    return found


def in_help(command: click.Command) -> Iterator[str | None]:
    yield command.help
    for parameter in command.params:
        yield parameter.metavar
        if isinstance(parameter, click.Option):
            yield from (parameter.help, parameter.prompt)
    if isinstance(command, click.Group):
        for each in command.commands.values():
            yield from in_help(each)


@pytest.mark.parametrize("package", ["corpus", "ingest", "index", "web", "cli"])
def test_every_sentence_has_an_english_one(package: str) -> None:
    said = {
        sentence
        for source in (ROOT / package).rglob("*.py")
        for sentence in sentences(ast.parse(source.read_text("utf-8")))
    }
    assert said
    assert said - translated() == set()


def test_every_text_of_the_commands_has_an_english_one() -> None:
    labels = {text for each in (ATTENDANCE, OUTCOMES, PERSONAL, TYPES) for text in each.values()}
    said = in_commands() | {text for text in in_help(cli) if text} | labels
    assert said | set(STANDINGS.values()) <= translated()


@pytest.mark.parametrize("source", [ENGLISH, SWEDISH])
def test_the_compiled_catalogue_is_that_of_the_source(source: Path) -> None:
    with source.open("rb") as text, source.with_suffix(".mo").open("rb") as compiled:
        wanted = io.BytesIO()
        write_mo(wanted, read_po(text))
        wanted.seek(0)
        told = [(message.id, message.string) for message in read_mo(compiled) if message.id]
        assert told == [(message.id, message.string) for message in read_mo(wanted) if message.id]


@pytest.mark.parametrize("source", [ENGLISH, SWEDISH])
def test_the_texts_of_a_catalogue_stand_in_order(source: Path) -> None:
    with source.open("rb") as file:
        texts = [m.id if isinstance(m.id, str) else m.id[0] for m in read_po(file) if m.id]
    assert texts == sorted(texts)


def test_values_are_numbered_alike_in_both_languages() -> None:
    with ENGLISH.open("rb") as file:
        for message in read_po(file):
            if isinstance(message.id, str) and isinstance(message.string, str):
                for value in ("{0}", "{1}", "{2}"):
                    assert (value in message.id) == (value in message.string), message.id


# ------------------------------------------------------------------------------ how it is said


def test_a_finished_text_is_known_again() -> None:
    english = Language("en")
    assert english.text("originalet /a/b saknas.") == "the original /a/b is missing."
    assert english.text("arkivet har inget som heter p-1.") == "the archive has nothing called p-1."
    assert english.text("Parknämnden beslutar.") == "Parknämnden beslutar."
    assert Language("sv").text("originalet /a/b saknas.") == "originalet /a/b saknas."


def test_an_error_is_told_whole() -> None:
    error = ArchiveError("disken är full.", "/arkiv", "Frigör plats och kör igen.")
    assert Language("en").error(error).startswith("/arkiv: the disk is full. ")
    assert Language("sv").error(error) == str(error)


@given(st.text(max_size=60))
def test_swedish_is_told_as_it_stands(text: str) -> None:
    assert Language("sv").text(text) == text


@given(st.text(min_size=1, max_size=30))
def test_values_come_through_unchanged(value: str) -> None:
    assert Language("en").text("inget organ heter {0}.", value) == f"no body is called {value}."
    assert Language("en").text(f"inget organ heter {value}.") == f"no body is called {value}."


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({}, "sv"),
        ({"LANG": ""}, "sv"),
        ({"LANG": "C"}, "sv"),
        ({"LANG": "C.UTF-8"}, "sv"),
        ({"LC_ALL": "POSIX", "LANG": "en_US.UTF-8"}, "sv"),
        ({"LANG": "sv_SE.UTF-8"}, "sv"),
        ({"LANG": "sv_FI@euro"}, "sv"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "fi_FI.UTF-8"}, "en"),
        ({"LC_MESSAGES": "en_GB", "LANG": "sv_SE"}, "en"),
        ({"LC_ALL": "sv_SE", "LC_MESSAGES": "en_GB"}, "sv"),
        ({"LANGUAGE": "sv", "LC_ALL": "en_US.UTF-8"}, "sv"),
        ({"LANGUAGE": "de:sv:en", "LANG": "de_DE"}, "sv"),
        ({"LANGUAGE": "", "LANG": "en_US"}, "en"),
    ],
)
def test_the_environment_chooses(environment: Mapping[str, str], code: str) -> None:
    assert language_of(environment) == code
