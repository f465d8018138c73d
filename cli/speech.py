"""What commands say to people, in the language of the user's locale; Swedish unless it names one.

`_` translates where a text is printed. Texts of click itself come from gettext by the variable
LANGUAGE, so it is set while a command runs; those of our commands' help are put in when it begins.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import TypeVar

import click

from corpus.language import CATALOGUES, Language, language_of

_Command = TypeVar("_Command", bound=click.Command)


def language() -> Language:
    """The language that the user's environment asks for."""
    return Language(language_of(os.environ))


def _(message: str, *values: object) -> str:
    """A message of ours in the user's language, with its values put in."""
    return language().text(message, *values)


def counted(one: str, many: str, count: int) -> str:
    """A message that depends on a count, which stands in it as %(num)s."""
    return language().plural(one, many, count) % {"num": count}


@contextmanager
def spoken(command: _Command) -> Iterator[_Command]:
    """The command, and all that click says of it, in the user's language."""
    code = language().code
    before = os.environ.get("LANGUAGE")
    os.environ["LANGUAGE"] = code
    gettext.bindtextdomain("click", str(CATALOGUES))
    domain = gettext.textdomain()
    gettext.textdomain("click")
    try:
        yield _told(command)
    finally:
        gettext.textdomain(domain)
        os.environ.pop("LANGUAGE", None)
        if before is not None:
            os.environ["LANGUAGE"] = before


def _told(command: _Command) -> _Command:
    """A copy of a command and those under it, with help in the user's language."""
    told = copy(command)
    told.help = _(told.help or "")
    told.epilog = told.epilog and told.epilog.replace("Exempel:", _("Exempel:"))
    told.options_metavar = _("[TILLÄGG]")
    told.params = [_parameter(parameter) for parameter in told.params]
    if isinstance(told, click.Group):
        told.subcommand_metavar = _("KOMMANDO …")
        told.commands = {name: _told(each) for name, each in told.commands.items()}
    return told


def _parameter(parameter: click.Parameter) -> click.Parameter:
    told = copy(parameter)
    if told.metavar:
        told.metavar = _(told.metavar)
    if isinstance(told.type, click.Path):
        told.type = copy(told.type)
        told.type.name = gettext.gettext(told.type.name)
    if isinstance(told, click.Option):
        told.help = _(told.help or "")
        told.prompt = _(told.prompt or "") or None
    return told
