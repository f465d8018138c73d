"""Where agenda items begin: numbered heads, and which of them form the document's own series."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise

from corpus.model import AgendaItem, ItemType
from corpus.swedish import nlp
from corpus.swedish.tables import first_match, pattern, rules
from ingest.layout.labels import known_heading
from ingest.layout.lines import Lines
from ingest.layout.passage import Passage
from ingest.split.series import (
    MIN_LISTED,
    between,
    completed,
    corrected,
    follows,
    items_of,
    listed,
    lost,
    misread,
    signed_from,
    unnumbered,
)
from ingest.split.titles import MAX_LINES, Title, case_number, read_marks, read_title

_PARAGRAPHS = pattern("pages", "paragraphs")
_DATED_SECTION = re.compile(
    r"^(?:[A-ZÅÄÖ][\w.]*(?: \w+)?\s+)?\d{1,2}\.\d{1,2}\.\d{4},?\s+§\s*(?P<number>\d{1,4})$"
)
_KIND = pattern("pages", "kind-of-point")
_DATED = re.compile(r"[\s|]*(?:\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.\d{4})[\s|]*(?:\d{1,3}\s*)?")
"""What runs on from the number where the head of the page names body, § and day."""
Key = tuple[int, ...]

_TITLE = 90
"""Characters that a title has at most where it stands without its number."""


@dataclass
class Candidate:
    """A line that may head an item, and how much speaks for it."""

    first: int
    number: str
    key: Key
    title: Title
    rule: str
    start: int
    """Offset in the document where the head begins."""
    score: float = 0.0
    content: int = field(default=0)
    """Lines between this head and the next candidate."""


def number_key(number: str) -> Key:
    """A number as integers that sort: "17.1" is (17, 1), "3 a" is (3, 1)."""
    digits = [int(part) for part in re.findall(r"\d+", number)]
    letter = re.search(r"[a-zåäö]$", number.strip().casefold())
    return (*digits, *((ord(letter[0]) - ord("a") + 1,) if letter else ()))


def candidates(lines: Lines, scheme: str, *, any_case: bool = False) -> list[Candidate]:
    """Every line that begins like a head of the scheme ("section", "number", "misread" …).

    A title that is not set apart begins with a capital, but in `any_case`.
    """
    found: list[Candidate] = []
    for at, text in enumerate(lines.texts):
        for rule in rules("item_heads"):
            if rule.meaning not in (scheme, "continued"):
                continue
            match = rule.pattern.match(text)
            if match is None:
                continue
            if rule.meaning == scheme and (any_case or _begins(lines, at, match["rest"])):
                found += filter(None, [_candidate(lines, at, match, rule.id)])
            break
    for one, after in zip(found, [*found[1:], None], strict=False):
        one.content = (after.first if after else len(lines.all)) - one.title.end
    return found


def _begins(lines: Lines, at: int, rest: str) -> bool:
    """Whether what follows a number may begin a title."""
    return lines.styled(at) or not rest.lstrip()[:1].islower()


def _candidate(lines: Lines, at: int, match: re.Match[str], rule: str) -> Candidate | None:
    line = lines.all[at]
    if line.cell is not None and (line.cell.column > 1 or line.cell.table in lines.task_tables):
        return None
    rest = match["rest"]
    number = re.sub(r"\s+", " ", match["number"]).strip()
    start = (
        line.start + len(lines.document.text_of(line)) - len(lines.document.text_of(line).lstrip())
    )
    dated = _DATED.fullmatch(rest) is not None
    title = read_title(
        lines, at, match.start("rest") if rest and not dated else len(lines.texts[at])
    )
    return Candidate(at, number, number_key(number), title, rule, start)


def announced_range(lines: Lines) -> tuple[int, int] | None:
    """The first and last § that the cover announces ("Paragrafer §§ 111-122").

    Without the word the figures must begin their line: behind a name they say when somebody came.
    """
    cover = [text.replace("\t", " ") for text in lines.texts[:80]]
    found = [match for text in cover if (match := _PARAGRAPHS.search(text))]
    worded = [match for match in found if not match[0].startswith("§§")]
    alone = [match for match in found if match.start() == 0]
    for match in (*worded, *alone):
        return int(match[1]), int(match[2])
    return None


# --------------------------------------------------------------------------- contents


def split_contents(found: list[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """Heads proper, and entries of a table of contents: dense heads that come again later."""
    contents: list[Candidate] = []
    run: list[Candidate] = []
    for one in [*found, None]:
        if run and (one is None or one.first - run[-1].title.end > 2 or one.key <= run[-1].key):
            if _is_contents(run, found):
                contents.extend(run)
            run = []
        if one is not None:
            run.append(one)
    dropped = {id(one) for one in contents}
    return [one for one in found if id(one) not in dropped], contents


def _is_contents(run: list[Candidate], found: list[Candidate]) -> bool:
    if sum(one.title.leaders for one in run) * 2 > len(run):
        return True
    later = {one.key for one in found if one.first > run[-1].first}
    again = sum(one.key in later for one in run)
    return again * 2 > len(run) and all(one.content <= 3 for one in run[:-1] or run)


# --------------------------------------------------------------------------- scores


def score_sections(lines: Lines, found: list[Candidate], contents: list[Candidate]) -> None:
    """Sets how much speaks for each § being the head of an item."""
    span = announced_range(lines)
    listed = {one.key for one in contents}
    for one in found:
        one.score = 1.0 + _looks(lines, one)
        if one.title.passage is None:
            one.score -= 0.8
        if span:
            one.score += 0.6 if span[0] <= one.key[0] <= span[1] else -2.5
        if one.key in listed:
            one.score += 0.8
        one.score += 0.2 * min(one.content, 3)


def score_numbers(lines: Lines, found: list[Candidate]) -> None:
    """Sets how much speaks for each plain number being the head of an item."""
    for one in found:
        one.score = _looks(lines, one) - 0.1
        text = one.title.passage.text if one.title.passage else ""
        line = lines.all[one.first]
        if line.cell is not None and line.cell.column == 0:
            one.score += 0.8
        if first_match("item_titles", text):
            one.score += 0.8
        if not text or text[0].islower():
            one.score -= 1.0
        if len(text) > 140 or (text.endswith(".") and len(text) > 60):
            one.score -= 0.7


def _looks(lines: Lines, one: Candidate) -> float:
    """What the layout says: set apart, with room above, a case number, an inner heading below."""
    at = one.first
    score = 0.3 * lines.at_start(at)
    styled = lines.styled(at) or (
        one.title.end > at + 1 and lines.styled(at + 1) and one.title.passage is not None
    )
    score += 0.7 * styled
    score += 0.4 * (one.title.case_number is not None)
    if one.title.end < len(lines.all) and known_heading(lines.texts[one.title.end]):
        score += 0.4
    if at and not styled and lines.all[at].gap < 0.4 and lines.wraps(at - 1):
        score -= 1.2  # a reference that a line break happened to bring to the front
    return score


# --------------------------------------------------------------------------- the series


def _step(before: Key, after: Key, repeats: bool) -> float | None:
    """What it costs that `after` follows `before` in a series; None where it cannot."""
    if after == before:
        return 0.8 if repeats else None
    if after < before:
        return None
    if after[0] != before[0]:
        jump = after[0] - before[0]
        return 0.0 if jump == 1 else min(0.2 * jump, 2.5 if jump > 10 else 1.0)
    return 0.0 if len(after) > 1 else None


def best_series(found: Sequence[Candidate], repeats: bool) -> list[Candidate]:
    """The rising series of heads for which most speaks, by dynamic programming.

    `repeats` allows the same number twice, as word processors leave it behind.
    """
    best: list[float] = []
    back: list[int | None] = []
    for i, one in enumerate(found):
        top, link = 0.0, None
        for j in range(i):
            cost = _step(found[j].key, one.key, repeats)
            if cost is not None and best[j] - cost > top:
                top, link = best[j] - cost, j
        best.append(one.score + top)
        back.append(link)
    if not best:
        return []
    at: int | None = max(range(len(best)), key=best.__getitem__)
    series: list[Candidate] = []
    while at is not None:
        series.append(found[at])
        at = back[at]
    return [one for one in series[::-1] if one.score > 0]


def alike(left: str, right: str, least: float) -> float:
    """How alike two titles are, 0 to 1; 0 where that is less than `least`.

    Most pairs are told apart by their lengths or their letters, before these are put in order.
    """
    a, b = left.casefold(), right.casefold()
    if 2 * min(len(a), len(b)) < least * (len(a) + len(b)):
        return 0.0
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    if matcher.quick_ratio() < least:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= least else 0.0


# --------------------------------------------------------------------------- finders


@dataclass(frozen=True)
class Head:
    """Where an item begins in the lines of a document; `item` None closes the item before."""

    item: AgendaItem | None
    first: int
    end: int
    text_from: int | None = None
    """Offset in the document where the item's text begins, if that is within its own lines."""


def section_heads(lines: Lines) -> list[Head]:
    """Heads that bear a § with a rising number."""
    found, contents = split_contents(candidates(lines, "section"))
    score_sections(lines, found, contents)
    series = best_series(found, repeats=False)
    if not series or sum(one.score for one in series) < 1.0:
        return []
    if _within_numbers(lines, series):
        return []
    if len(series) > 1:
        series = misread(lines, completed(lines, series, found), candidates(lines, "misread"))
        series = between(lines, series, candidates(lines, "number"))
        series = unnumbered(lines, series, candidates(lines, "unnumbered"))
    return _as_heads(lines, series, contents)


def dated_heads(lines: Lines) -> list[Head]:
    """Heads whose § stands below their title, behind body and day: "Hamnrådet 4.3.2025 § 7".

    Above it may stand how other bodies handled the item, in the same form: the last is its own.
    """
    titles: dict[tuple[int, int], str] = {}
    title: tuple[int, int] | None = None
    for at, text in enumerate(lines.texts):
        match = _DATED_SECTION.match(text)
        if match is None:
            continue
        first = at
        while first and at - first < MAX_LINES and _titles_below(lines, first - 1):
            first -= 1
        title = (first, at) if first < at else title
        if title is not None:
            titles[title] = match["number"]
    found: list[Candidate] = []
    for (first, end), number in titles.items():
        spans = tuple((line.start, line.end) for line in lines.all[first:end])
        head = Title(Passage.of_spans(lines.document, spans), None, spans, end, leaders=False)
        key, start = number_key(number), spans[0][0]
        found.append(Candidate(first, number, key, head, "section-below", start, 1.0))
    series = best_series(found, repeats=False)
    if len(series) < MIN_LISTED or not all(follows(a.key, b.key) for a, b in pairwise(series)):
        return []
    return _as_heads(lines, series, [])


def _titles_below(lines: Lines, at: int) -> bool:
    """Whether a line is set as a title and is no inner heading."""
    return bool(lines.all[at].heading or lines.styled(at)) and not known_heading(lines.texts[at])


def _within_numbers(lines: Lines, series: Sequence[Candidate]) -> bool:
    """Whether §§ that nothing sets apart stand in the text of items that headings number."""
    if any(lines.styled(one.first) for one in series):
        return False
    heads = [head for head in number_heads(lines) if head.item]
    styled = all(lines.styled(head.first) for head in heads)
    return len(heads) > 2 and styled and heads[0].first < series[0].first


def number_heads(lines: Lines) -> list[Head]:
    """Heads that bear a plain rising number."""
    found, contents = split_contents(candidates(lines, "number"))
    score_numbers(lines, found)
    for one in listed(lines, found):
        one.score = max(one.score, 0.0) + 0.8
    series = best_series(found, repeats=True)
    mean = sum(one.score for one in series) / len(series) if series else 0.0
    if len(series) < 2 or mean < (0.45 if len(series) > 2 else 1.2):
        return []
    series = corrected(lines, completed(lines, series, found), found)
    return _as_heads(lines, lost(lines, series, _known_titles(lines)), contents)


def _known_titles(lines: Lines) -> list[Candidate]:
    """The lines without a number that are the title of an item as meetings name them."""
    return [
        Candidate(at, "", (), read_title(lines, at, 0), "number-lost", lines.all[at].start)
        for at, text in enumerate(lines.texts)
        if len(text) < _TITLE and text[:1].isupper() and text[-1:] not in ".:" and _known(text)
    ]


def _known(text: str) -> bool:
    return first_match("item_titles", text) is not None


def _as_heads(
    lines: Lines, series: Sequence[Candidate], contents: Sequence[Candidate]
) -> list[Head]:
    """The items that a series heads; where it ends with signatures, they close it."""
    titles = {one.key: one.title.passage for one in contents if one.title.passage}
    signed = signed_from(series)
    items = [one for one in items_of(series) if signed is None or one.first < signed.first]
    heads = [as_head(lines, one, titles.get(one.key)) for one in items]
    return [*heads, Head(None, signed.first, signed.title.end)] if signed and heads else heads


_TIME = pattern("pages", "time-behind")
_DAY = pattern("pages", "day-behind")


def clean_title(text: str) -> str:
    """A title as a person would cite it: no time or next day behind it, no final punctuation."""
    bare = _DAY.sub(r"\g<title>", _TIME.sub("", text))
    return bare.rstrip(" .:;,–-|\t") if len(text) > 3 else text


def as_head(lines: Lines, one: Candidate, announced: Passage | None) -> Head:
    """The item that a candidate heads; `announced` is its title where its own line has none."""
    passage = one.title.passage or announced
    spans = ((one.start, lines.all[one.first].end), *one.title.spans)
    whole = Passage.of_spans(lines.document, _merge(spans))
    above = _case_above(lines, one.first)
    case = one.title.case_number or above
    told = _told(lines, one)
    if told is not None and passage is not None:
        passage = passage.slice(0, told)
    marks = read_marks(passage) if passage else None
    below = _type_below(lines, one.title.end)
    item = AgendaItem(
        number=one.number or None,
        title=clean_title(marks.title.text) if marks else "",
        case_number=case,
        type=(marks.type if marks else None) or below,
        responsible=marks.responsible if marks else None,
        time=marks.time if marks else None,
        provenance=whole.provenance(f"item_heads/{one.rule}", min(0.99, 0.75 + 0.1 * one.score)),
    )
    first = one.first - (above is not None)
    if told is None or passage is None:
        return Head(item, first, one.title.end + (below is not None))
    behind = one.title.passage.offsets[told:] if one.title.passage else ()
    says = nlp.is_clause(passage.text)
    return Head(item, first, one.first, passage.offsets[0] if says else behind[0])


def _told(lines: Lines, one: Candidate) -> int | None:
    """Where the first sentence of a title ends, for a head that its text follows in the line.

    None for a title that stands alone: most do.
    """
    passage = one.title.passage
    if passage is None or lines.styled(one.first) or passage.text[-1:] not in ".!?":
        return None
    found = nlp.sentences(passage.text)
    return found[0][1] if len(found) > 1 else None


def _type_below(lines: Lines, at: int) -> ItemType | None:
    """The kind of the item, where the line below its title says no more: "Beslutsärende"."""
    if at >= len(lines.all) or not _KIND.fullmatch(lines.texts[at]):
        return None
    found = first_match("item_types", lines.texts[at])
    return ItemType(found[0].meaning) if found else None


def _merge(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((start, end))
    return merged


def _case_above(lines: Lines, first: int) -> str | None:
    """A case number alone on the line above the head, as Finnish-Swedish minutes set it."""
    if first == 0 or lines.all[first - 1].page != lines.all[first].page:
        return None
    text = lines.texts[first - 1]
    found = case_number(text)
    return found[0] if found and found[2] - found[1] >= len(text) - 2 else None


def announced(lines: Lines) -> list[tuple[str, str]]:
    """Number and title of each entry that a table of contents announces."""
    _, contents = split_contents(candidates(lines, "section"))
    return [
        (one.number, clean_title(one.title.passage.text) if one.title.passage else "")
        for one in contents
    ]
