"""How pages are made: the templates, and what they call to show texts.

Every text that a template shows passes `_shown`, so personal data is hidden from those who may
not see it wherever it turns up; only texts marked by `marked` have passed it already.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from corpus.labels import ATTENDANCE, FIELDS, OUTCOMES, STATEMENTS, TYPES
from corpus.language import LANGUAGES
from corpus.staff import EVENTS, STATUSES, Role
from corpus.swedish.personal import hidden
from web.asking import Ask

Mark = tuple[int, int]


@pass_context
def _shown(context: Context, value: Any) -> Any:
    if type(value) is Markup:
        return value
    if value is None:
        return ""
    if type(value) is str:
        ask: Ask = context["ask"]
        return ask.hide(value)
    return value


def marked(ask: Ask, text: str, marks: Sequence[Mark]) -> Markup:
    """A text with some of its words marked; personal data hidden as the user must have it."""
    text = ask.hide(text)
    if not marks:
        return escape(text)
    out, at = [], 0
    for start, end in sorted(marks):
        if start < at:
            continue
        out += [escape(text[at:start]), Markup("<mark>"), escape(text[start:end])]
        out.append(Markup("</mark>"))
        at = end
    out.append(escape(text[at:]))
    return Markup("").join(out)


_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")


@pass_context
def _dated(context: Context, text: str | None) -> Markup:
    """A text whose dates stay whole at the end of a line; nothing for None."""
    shown = escape(text if type(text) is Markup else context["ask"].hide(text or ""))
    return Markup(_DAY.sub(r"<time>\g<0></time>", str(shown)))  # noqa: S704 - escaped above


def _runs(blocks: Sequence[Any]) -> Iterator[tuple[str, list[Any]]]:
    """Blocks of a text, those of one kind that follow each other together."""
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        yield kind, list(group)


def _label(number: str | None) -> str:
    """How a point's number is written before its title."""
    return "" if not number else f"§ {number}" if number[0].isdigit() else number


def _file_name(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2] or path


def _own(value: object) -> Markup:
    """What the user wrote, which is nothing to hide from that user."""
    return escape(value)


def _percent(value: float) -> str:
    return f"{value:.0%}".replace("%", " %")


@cache
def _stamp(name: str) -> str:
    """When a file of ours was changed, for its address, so that browsers may keep it."""
    return f"{(Path(__file__).parent / 'static' / name).stat().st_mtime_ns:x}"


def _static(name: str) -> str:
    return f"/static/{name}?v={_stamp(name)}"


@cache
def environment() -> Environment:
    """The templates and what they may call."""
    env = Environment(
        loader=PackageLoader("web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals.update(
        marked=marked,
        static=_static,
        LANGUAGES=LANGUAGES,
        OUTCOMES=OUTCOMES,
        TYPES=TYPES,
        ATTENDANCE=ATTENDANCE,
        STATUSES=STATUSES,
        EVENTS=EVENTS,
        FIELDS=FIELDS,
        STATEMENTS=STATEMENTS,
        EDITOR=Role.EDITOR,
        ARCHIVIST=Role.ARCHIVIST,
    )
    env.filters.update(label=_label, file_name=_file_name, percent=_percent, quote=_quote, own=_own)
    env.filters.update(dated=_dated, runs=_runs)

    @pass_context
    def text(context: Context, message: str) -> str:
        found: str = context["ask"].language.text(message)
        return found

    @pass_context
    def plural(context: Context, one: str, many: str, count: int) -> str:
        found: str = context["ask"].language.plural(one, many, count)
        return found

    env.globals["said"] = text  # for texts that are no literals, and so no formats
    env.install_gettext_callables(text, plural, newstyle=True)  # type: ignore[attr-defined]
    return env


def make_ready() -> None:
    """Compile the templates and what recognises personal data, so that no reader waits for it."""
    hidden("1234")
    env = environment()
    for name in env.list_templates():
        env.get_template(name)


def _quote(value: object) -> str:
    return quote(str(value), safe="")


def page(ask: Ask, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page from a template."""
    html = environment().get_template(template).render(ask=ask, **values)
    return HTMLResponse(html, status)
