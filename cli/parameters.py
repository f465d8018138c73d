"""Kinds of values that options take, with messages and completion that people understand."""

from __future__ import annotations

import re
from typing import Any

import click
from click.shell_completion import CompletionItem

from cli.speech import _


class Range(click.IntRange):
    """A whole number between two: told as "1 till 1000", not as a comparison."""

    def _describe_range(self) -> str:
        return _("{0} till {1}", self.min, self.max) if self.max else _("minst {0}", self.min)


class Year(click.ParamType[str]):
    """A year (årtal) of four figures."""

    name = "year"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The year as it was written. Raises BadParameter for anything else."""
        if not re.fullmatch(r"(1[5-9]|2\d)\d\d", str(value)):
            self.fail(_("{0} är inget årtal; skriv som 2024.", value), param, ctx)
        return str(value)


class BaseUrl(click.ParamType[str]):
    """The address of a server, without a slash at its end."""

    name = "address"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The address. Raises BadParameter for what a browser could not follow."""
        if value and not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", str(value)):
            self.fail(_("{0} är ingen adress; skriv som https://radslag.exempel.se.", value))
        return str(value).rstrip("/")


class Body(click.ParamType[str]):
    """The name of a body (organ), completed by those of the archive."""

    name = "body"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The bodies whose names begin so; none where there is no archive."""
        from cli.main import archive_folder
        from corpus.archive import Archive
        from corpus.errors import RadslagError

        try:
            with Archive.open(archive_folder(ctx)) as archive:
                names = archive.bodies()
        except RadslagError:
            return []  # a shell that completes is no place for errors
        return [CompletionItem(n) for n in names if n.casefold().startswith(incomplete.casefold())]
