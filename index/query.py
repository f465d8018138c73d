"""What people type, as a small tree.

The syntax is Whoosh's, and its parser reads it: words (all of them), OCH, ELLER, INTE (or AND,
OR, NOT), "phrases", prefix*, word~, field:value, [from TILL to], + and -. Beside it stand
`2023..2025` and `~word`. No text raises: what the parser cannot read is searched as words, and
a remark says so.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, Final, TypeAlias

import msgspec
from whoosh import qparser, query
from whoosh.qparser import plugins, syntax

LONGEST_QUERY = 500
"""Characters that are read of a query."""
MOST_WORDS = 32
"""Words, phrases and the like that are read of a query."""
DEEPEST = 12
"""How deep parentheses are followed."""

FIELDS: Final = {
    "organ": "organ", "nämnd": "organ", "body": "organ",
    "år": "year", "year": "year",
    "datum": "date", "date": "date",
    "typ": "type", "type": "type",
    "person": "person", "namn": "person",
    "ansvarig": "owner", "owner": "owner",
    "beslut": "decision", "decision": "decision",
    "dnr": "case", "diarienummer": "case", "ärende": "case",
    "titel": "title", "rubrik": "title",
    "punkt": "number", "paragraf": "number",
}  # fmt: skip
"""Names of fields, Swedish and English, and what they mean."""


class Word(msgspec.Struct, frozen=True):
    """A word as typed."""

    text: str


class Phrase(msgspec.Struct, frozen=True):
    """Words that must follow each other."""

    text: str


class Prefix(msgspec.Struct, frozen=True):
    """Words that begin so."""

    text: str


class Fuzzy(msgspec.Struct, frozen=True):
    """Words that differ by at most `distance` letters."""

    text: str
    distance: int = 1


class InField(msgspec.Struct, frozen=True):
    """Something looked for in one field."""

    field: str
    node: Node


class Range(msgspec.Struct, frozen=True):
    """From one value to another, both included; None is open."""

    first: str | None
    last: str | None


class And(msgspec.Struct, frozen=True):
    """All of these."""

    nodes: tuple[Node, ...]


class Or(msgspec.Struct, frozen=True):
    """Any of these."""

    nodes: tuple[Node, ...]


class Not(msgspec.Struct, frozen=True):
    """Anything but this."""

    node: Node


Node: TypeAlias = Word | Phrase | Prefix | Fuzzy | InField | Range | And | Or | Not


class Parsed(msgspec.Struct, frozen=True):
    """A query that was read, and what is to be said of it."""

    node: Node | None
    remarks: tuple[str, ...] = ()


_NAMES = "|".join(sorted(FIELDS, key=len, reverse=True))
_DOTS = re.compile(r"(?<![\w.\[])([\w-]*)\.\.([\w-]*)(?![\w.\]])")
_LEADING_TILDE = re.compile(r"(?<!\S)~([^\s~\"()]+)(?!~)")
_RANGE = re.compile(
    r"(?P<open>\[|\{)(?P<start>[^\[\]{}]*?)\s+(?i:TILL|TO)\s+(?P<end>[^\[\]{}]*?)(?P<close>\]|\})"
)
_IN_PHRASE = re.compile(r'"[^"]*\w\*[^"]*"')
_BEFORE_WORD = re.compile(r"(?<![^\s(:])\*(\w+)\*?(?!\S)")
_ONE_LETTER = re.compile(r"(?<!\S)(\w+)\?(\w+)(?!\S)")
_OPEN_END = re.compile(r"([\[{])\*(?=\s)|(?<=\s)\*([\]}])")
_CURLY = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\x00": " "})


class _Parser(qparser.QueryParser):  # type: ignore[misc]
    """Whoosh's parser, made to look for syntax only where some of it stands.

    Whoosh tries each of its patterns at each letter of a question. Here each pattern says where
    it comes next, and the tree is the same.
    """

    @cached_property
    def _patterns(self) -> list[Any]:
        return list(self.taggers())

    @cached_property
    def _filters(self) -> list[Any]:
        return list(super().filters())

    def filters(self) -> list[Any]:
        """What rewrites the tree, in order; the plugins are asked for it once."""
        return self._filters

    def tag(self, text: str, pos: int = 0, debug: bool = False) -> Any:
        """The pieces of a text: the syntax that patterns match, and words between."""
        found: list[Any] = []
        coming = [_next(pattern, text, pos) for pattern in self._patterns]
        at = pos
        while (start := min(coming)) < len(text):
            here = (p for p, begin in zip(self._patterns, coming, strict=True) if begin == start)
            nodes = (pattern.match(self, text, start) for pattern in here)
            node = next((node for node in nodes if node is not None), None)
            seen = start + 1
            if node is not None:
                found += [_between(text, at, start), node] if at < start else [node]
                at = seen = node.endchar
            for number, begin in enumerate(coming):
                if begin < seen:
                    coming[number] = _next(self._patterns[number], text, seen)
        if at < len(text):
            found.append(_between(text, at, len(text)))
        return self.group(found)


def _next(pattern: Any, text: str, pos: int) -> int:
    """Where a pattern of Whoosh's matches next; the text's end where it does not."""
    found = pattern.expr.search(text, pos)
    return int(found.start()) if found else len(text)


def _between(text: str, start: int, end: int) -> Any:
    """The words between two pieces of syntax, as Whoosh's parser keeps them."""
    return syntax.WordNode(text[start:end]).set_range(start, end)


def _parser() -> Any:
    """Whoosh's parser with Swedish operators, and only the fields there are."""
    chosen = [
        plugins.PhrasePlugin(),
        plugins.PrefixPlugin(),
        plugins.FuzzyTermPlugin(),
        plugins.FieldsPlugin(rf"(?P<text>(?i:{_NAMES})):", remove_unknown=False),
        plugins.RangePlugin(_RANGE),
        plugins.GroupPlugin(),
        plugins.OperatorsPlugin(
            And=r"(?<=\s)(?:OCH|AND|&&)(?=\s)",
            Or=r"(?<=\s)(?:ELLER|OR|\|\|)(?=\s)",
            Not=r"(?:^|(?<=[\s(]))(?:INTE|NOT)(?=\s)",
            AndNot=None,
            AndMaybe=None,
            Require=None,
        ),
        plugins.PlusMinusPlugin(plusexpr=r"(?<!\S)\+", minusexpr=r"(?<!\S)-(?=\w)"),
    ]
    return _Parser("text", schema=None, plugins=chosen, group=qparser.AndGroup)


_PARSER = _parser()


def parse(text: str) -> Parsed:
    """Read a query. Never raises."""
    remarks: list[str] = []
    text = " ".join(text.translate(_CURLY).split())
    if len(text) > LONGEST_QUERY:
        text = text[:LONGEST_QUERY]
        remarks.append(f"Bara de första {LONGEST_QUERY} tecknen söktes.")
    if text.count('"') % 2:
        head, _, tail = text.rpartition('"')
        text = f"{head} {tail}"
        remarks.append("Ett citattecken saknade sitt andra och hoppades över.")
    text = _wildcards(text, remarks)
    prepared = _DOTS.sub(_as_range, text)
    prepared = _OPEN_END.sub(lambda found: found[1] or found[2], prepared)
    prepared = _LEADING_TILDE.sub(r"\1~", prepared)
    try:
        tree = _PARSER.parse(prepared)
        node = _node(tree, 0)
    except Exception:  # a foreign parser, and any text at all
        node = None
        if text:
            remarks.append("Sökspråket i frågan gick inte att läsa; den söktes som vanliga ord.")
        return Parsed(_words(text), tuple(remarks))
    if node is None and text:
        node = _words(text)
    return Parsed(node, tuple(remarks))


def _wildcards(text: str, remarks: list[str]) -> str:
    """The text without wildcards where they have no meaning, each with a word of it."""
    if _IN_PHRASE.search(text):
        remarks.append("* i en fras gäller inte; orden söktes som de står.")
        text = _IN_PHRASE.sub(lambda found: found[0].replace("*", ""), text)
    if _BEFORE_WORD.search(text):
        remarks.append("* före ett ord gäller inte; ordet söktes, också i sammansättningar.")
        text = _BEFORE_WORD.sub(r"\1", text)
    if _ONE_LETTER.search(text):
        remarks.append("? i ett ord söktes som en bokstav vilken som helst.")
        text = _ONE_LETTER.sub(r"\1\2~1", text)
    return text


def _as_range(found: re.Match[str]) -> str:
    first, last = found[1], found[2]
    return f"[{first} TILL {last}]" if first or last else " "


def _words(text: str) -> Node | None:
    words = re.findall(r"[\w§./:-]*\w", text)[:MOST_WORDS]
    return _group(And, tuple(Word(word) for word in words))


def _group(kind: type[And] | type[Or], nodes: tuple[Node, ...]) -> Node | None:
    if not nodes:
        return None
    return nodes[0] if len(nodes) == 1 else kind(nodes)


def _node(tree: Any, depth: int) -> Node | None:
    """Our tree of Whoosh's; None for what says nothing."""
    if depth > DEEPEST:
        return None
    node = _leaf(tree)
    if node is not None:
        field = tree.field()
        return node if field in (None, "text") else InField(FIELDS[field.lower()], node)
    if isinstance(tree, query.Not):
        inner = _node(tree.query, depth + 1)
        return Not(inner) if inner else None
    if isinstance(tree, query.AndNot):
        left, right = _node(tree.a, depth + 1), _node(tree.b, depth + 1)
        return And((left, Not(right))) if left and right else left
    children = [_node(child, depth + 1) for child in tree.children()]
    kept = tuple(child for child in children if child is not None)[:MOST_WORDS]
    return _group(Or if isinstance(tree, query.Or) else And, kept)


def _leaf(tree: Any) -> Node | None:
    match tree:
        case query.FuzzyTerm():
            return Fuzzy(tree.text, min(2, max(1, tree.maxdist)))
        case query.Prefix():
            return Prefix(tree.text) if tree.text.strip("*") else None
        case query.Term():
            return Word(tree.text) if re.search(r"[\w§]", tree.text) else None
        case query.Phrase():
            text = " ".join(tree.words)
            return Phrase(text) if re.search(r"\w", text) else None
        case query.TermRange():
            return Range(_bound(tree.start), _bound(tree.end))
        case _:
            return None


def _bound(text: str | None) -> str | None:
    text = (text or "").strip().strip("'\"")
    return text if text and text != "*" else None
