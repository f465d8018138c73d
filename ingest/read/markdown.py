"""Markdown: headings, paragraphs, lists and tables, without the signs that mark them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.model import Document
from ingest.read.build import Extras, build
from ingest.read.draft import Gathered, Paragraph
from ingest.read.text import text_of

_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
# People write "##2. Val" too, which CommonMark takes for text.
_TIGHT_HEADING = re.compile(r"^( {0,3}#{1,6})(?=[^#\s])", re.MULTILINE)
_FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-zÅÄÖåäö_-]+):[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_TITLES = ("title", "titel", "rubrik")
_LEADS = ("subtitle", "summary", "description", "ingress")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li|tr|h[1-6])>", re.IGNORECASE)
# A break that people write where no line follows shows a backslash; it is none of the text.
_BACKSLASH = re.compile(r"[ \t]*\\[ \t]*$", re.MULTILINE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def read(path: Path) -> Document:
    """The document of a Markdown file; form feeds part its pages. Raises UnreadableError."""
    data, text, remarks = text_of(path)
    out = Gathered()
    text, properties = _front_matter(text, out)
    for page in text.split("\f"):
        out.break_page()
        _Reader(page, out).read()
    extras = Extras(properties=properties, remarks=remarks)
    return build(path, data, "text/markdown", out.pages, out.tables, extras)


def _front_matter(text: str, out: Gathered) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The text after the block of fields that publishing tools put first, and those fields.

    Its title and lead are read as the text's first lines; its date says when it was published.
    """
    found = _FRONT.match(text)
    if found is None:
        return text, ()
    fields = [(key, value.strip("\"'")) for key, value in _FIELD.findall(found[1])]
    for key, value in fields:
        if key.lower() in _TITLES and value:
            out.add(Paragraph(value, heading=1, bold=True, gap=9.0))
    for key, value in fields:
        if key.lower() in _LEADS and value:
            out.add(Paragraph(value, gap=1.0))
    return text[found.end() :], tuple(fields)


class _Reader:
    """Walks through the blocks of one page."""

    def __init__(self, text: str, out: Gathered) -> None:
        text = _TIGHT_HEADING.sub(r"\1 ", text.expandtabs(4))
        self.out = out
        self.source = text.splitlines()
        self.tokens: Sequence[Token] = _PARSER.parse(text)
        self.last = 0
        """The source line after the last block."""
        self.depth = 0
        """How many lists the block stands in."""
        self.markers: list[str | None] = []
        """The marker of each list item that is open, until its first line has it."""
        self.numbers: list[Iterator[str]] = []
        """The numbers that the items of each open list have."""

    def read(self) -> None:
        at = 0
        while at < len(self.tokens):
            at = self._block(at)

    def _block(self, at: int) -> int:
        """Read the block that begins with a token; the place of the token after it."""
        token = self.tokens[at]
        match token.type:
            case "heading_open":
                self._add(self.tokens[at + 1], heading=int(token.tag[1]))
                return at + 3
            case "inline":
                self._add(token)
            case "fence" | "code_block" | "html_block":
                text = token.content if token.type != "html_block" else _bare(token.content)
                self._lines(text, token)
            case "table_open":
                return self._table(at)
            case "bullet_list_open" | "ordered_list_open":
                self.depth += 1
                self.numbers.append(iter(_numbers(self.tokens, at)))
            case "bullet_list_close" | "ordered_list_close":
                self.depth -= 1
                self.numbers.pop()
            case "list_item_open":
                self.markers.append(next(self.numbers[-1]))
            case "list_item_close":
                self.markers.pop()
            case _:
                pass
        return at + 1

    def _add(self, inline: Token, heading: int = 0) -> None:
        self._lines(_plain(inline), inline, heading, bold=_all_strong(inline))

    def _lines(self, text: str, token: Token, heading: int = 0, *, bold: bool = False) -> None:
        start, end = token.map or (self.last, self.last)
        blank = sum(not line.strip() for line in self.source[self.last : start])
        self.last = end
        marker = None
        if self.markers and text.strip():
            marker, self.markers[-1] = self.markers[-1], None
        gap = float(blank) if self.out.pages[-1].lines else 9.0
        level = max(self.depth - 1, 0)
        self.out.add(Paragraph(text, heading, marker, level, bold or heading > 0, gap=gap))

    def _table(self, at: int) -> int:
        """The rows of a table, each cell one paragraph."""
        rows: list[list[list[Paragraph]]] = []
        head = False
        while self.tokens[at].type != "table_close":
            token = self.tokens[at]
            if token.type in ("thead_open", "tbody_open"):
                head = token.type == "thead_open"
            elif token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append([Paragraph(_plain(token), bold=head or _all_strong(token))])
            if token.map:
                self.last = max(self.last, token.map[1])
            at += 1
        self.out.add_table(rows)
        return at + 1


def _numbers(tokens: Sequence[Token], at: int) -> list[str]:
    """The markers of a list's items, as they are shown: "•", or "1." and on."""
    opening = tokens[at]
    written: list[str] = []
    signs: list[str] = []
    for token in tokens[at + 1 :]:
        if token.type == opening.type.replace("open", "close") and token.level == opening.level:
            break
        if token.type == "list_item_open" and token.level == opening.level + 1:
            written.append(token.info)
            signs.append(token.markup)
    if opening.type == "bullet_list_open":
        return [sign if sign == "-" else "•" for sign in signs]
    if len(set(written)) == 1:  # "1." before every item asks for the numbers in turn
        written = [str(int(written[0]) + step) for step in range(len(written))]
    return [number + sign for number, sign in zip(written, signs, strict=True)]


def _plain(inline: Token) -> str:
    """The text of a block as it is shown; line breaks are kept."""
    pieces: list[str] = []
    struck = 0
    for token in inline.children or ():
        if token.type in ("s_open", "s_close"):
            struck += token.nesting
        elif struck:
            continue
        elif token.type in ("softbreak", "hardbreak"):
            pieces.append("\n")
        elif token.type == "html_inline":
            pieces.append("\n" if _BREAK.fullmatch(token.content) else "")
        else:
            pieces.append(token.content)
    return _BACKSLASH.sub("", "".join(pieces))


def _bare(html: str) -> str:
    """The text of a piece of HTML, without its tags."""
    return _TAG.sub("", _BREAK.sub("\n", _COMMENT.sub("", html)))


def _all_strong(inline: Token) -> bool:
    """Whether all of a block's text is strong, as where a line serves as a heading."""
    depth = 0
    seen = False
    for token in inline.children or ():
        if token.type in ("strong_open", "strong_close"):
            depth += token.nesting
        elif token.content.strip(" :"):
            seen = True
            if not depth:
                return False
    return seen
