"""Items without numbers: points that a list announces, and lines set as headings."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from corpus.model import AgendaItem
from corpus.swedish import nlp
from corpus.swedish.tables import first_match, pattern
from ingest.facts.dates import find_dates
from ingest.layout.labels import known_heading
from ingest.layout.lines import Lines
from ingest.layout.passage import Passage
from ingest.split.heads import Head, alike, clean_title, number_heads
from ingest.split.series import bound
from ingest.split.titles import read_marks

if TYPE_CHECKING:
    from spacy.tokens import Doc

MIN_ANNOUNCED = 3
"""Points that a list must announce to be an agenda."""

_HEADS_DECISIONS = pattern("resolutions", "heads-decisions")
_WIDE = frozenset({"background", "discussion"})
"""Inner headings that may head an item of notes as well."""

NOT_ITEMS = frozenset({"cover", "contents", "signatures", "distribution", "attachments"})


def topic_heads(lines: Lines) -> list[Head]:
    """Points that a bulleted list announces and that come again as lines of their own."""
    top = min((line.level for line in lines.all if line.bullet is not None), default=0)
    for run in _bullet_runs(lines):
        if len(run) < MIN_ANNOUNCED or lines.all[run[0][0]].level > top:
            continue  # what is told of a point, alike for several of them
        heads = _taken_up(lines, run)
        if len(heads) * 2 > len(run) and _has_text(heads, len(lines.all)):
            return heads
    return []


# ---------------------------------------------------------------- a list whose numbers were lost


def retaken_heads(lines: Lines) -> list[Head]:
    """The points of the agenda's list where the text takes them up again without their numbers.

    A scanner loses the numbers that stand out in the margin. Where the list still shows them,
    or those it shows agree with the places of the points, a point has the number of its place.
    """
    entries = _agenda_entries(lines)
    heads: list[Head] = []
    for number, (_, title) in enumerate(entries, 1):
        start = heads[-1].end if heads else entries[-1][0] + 1
        place = next((i for i in range(start, len(lines.all)) if _again(lines, i, title)), None)
        if place is None:
            continue
        whole = Passage.of(lines.document, (lines.all[place],))
        found = whole.provenance("topics/retaken", 0.7)
        item = AgendaItem(str(number), clean_title(title), None, None, None, None, found)
        heads.append(Head(item, place, place + 1))
    if len(heads) < MIN_ANNOUNCED or len(heads) * 3 <= len(entries) * 2:
        return []
    numbered = [head for head in number_heads(lines) if head.item]
    return heads if len(heads) > len(numbered) else []


def _agenda_entries(lines: Lines) -> list[tuple[int, str]]:
    """The line and title of each point of the list under the head of an agenda.

    Empty unless the list shows a number, each at its place, and ends where its first point is
    taken up again.
    """
    at = next((at for at, text in enumerate(lines.texts[:80]) if bound("agenda", text)), None)
    entries: list[tuple[int, str]] = []
    read = 0
    for i in range(at + 1, min(at + 60, len(lines.all))) if at is not None else ():
        if entries and _again(lines, i, entries[0][1]):
            return entries if read and len(entries) >= MIN_ANNOUNCED else []
        found = _NUMBERED.match(lines.texts[i])
        bullet = lines.all[i].bullet
        if found is None or (bullet is not None and not bullet[0].isdigit()):
            continue
        if found["number"]:
            if int(found["number"]) != len(entries) + 1:
                return []
            read += 1
        entries.append((i, found["title"]))
    return []


_NUMBERED = re.compile(r"(?:(?P<number>\d{1,2})[.):]\s+|[.]\s+)?(?P<title>[A-ZÅÄÖ].{2,80})$")
_LOST = re.compile(r"^(?:\d{1,2}[.):]|\W|[\w|]{1,2}(?=\s[A-ZÅÄÖ]))\s*")


def _again(lines: Lines, at: int, title: str) -> bool:
    """Whether a line is a title of the agenda once more, whatever became of its number."""
    text = _LOST.sub("", lines.texts[at])
    near = abs(len(text) - len(title)) < 4
    return near and alike(text.strip(" .:"), title.strip(" .:"), 0.9) > 0


def _has_text(heads: list[Head], end: int) -> bool:
    """Whether most heads have text below them: a list of names come again has none."""
    bounds = [*(head.first for head in heads[1:]), end]
    texts = [bound - head.end for head, bound in zip(heads, bounds, strict=True)]
    return sum(count > 0 for count in texts[:-1]) * 2 >= len(texts) - 1


def _bullet_runs(lines: Lines) -> list[list[tuple[int, int]]]:
    """Runs of bullets of one kind: for each bullet its first line and the line after its last."""
    runs: list[list[tuple[int, int]]] = []
    marker: str | None = None
    for at, line in enumerate(lines.all):
        if line.bullet is not None and not line.bullet[0].isdigit():
            if line.bullet != marker or not runs or line.gap > 2.5:
                runs.append([])
            marker = line.bullet
            if _repeats(lines, runs[-1], at):
                runs.append([])
            runs[-1].append((at, at + 1))
        elif runs and runs[-1] and runs[-1][-1][1] == at and marker and at - runs[-1][-1][0] < 3:
            before = lines.texts[at - 1]
            if lines.texts[at][:1].islower() or lines.wraps(at - 1) or before.endswith((",", "-")):
                runs[-1][-1] = (runs[-1][-1][0], at + 1)
            else:
                marker = None
        else:
            marker = None
    return runs


def _repeats(lines: Lines, run: list[tuple[int, int]], at: int) -> bool:
    """Whether a bullet takes up the first point of its own list: the text begins there."""
    if len(run) < MIN_ANNOUNCED:
        return False
    first, again = _entry(lines, *run[0]).text, _entry(lines, at, at + 1).text
    return len(again) > 3 and first.casefold().startswith(again.casefold().rstrip(" ."))


def _entry(lines: Lines, first: int, end: int) -> Passage:
    """The text of a bullet without its marker."""
    whole = Passage.of(lines.document, lines.all[first:end])
    found = re.match(r"\W?\s*(?:o\s)?\s*", whole.text)
    return whole.slice(found.end() if found else 0, len(whole.text))


def _taken_up(lines: Lines, run: list[tuple[int, int]]) -> list[Head]:
    """The announced points that a later line takes up, in order."""
    heads: list[Head] = []
    start = run[-1][1]
    for first, end in run:
        announced = _entry(lines, first, end)
        place = _place(lines, announced.text, start)
        if place is None:
            continue
        title, responsible = _split_responsible(announced)
        item = AgendaItem(
            None, clean_title(title.text), None, None, responsible, None,
            title.provenance("topics/announced", 0.85),
        )  # fmt: skip
        heads.append(Head(item, *place))
        start = place[1]
    return heads


def _place(lines: Lines, announced: str, start: int) -> tuple[int, int] | None:
    """The lines from `start` on that repeat an announced point."""
    for at in range(start, len(lines.all)):
        if len(lines.texts[at]) > len(announced) + 20:
            continue
        for end in range(at + 1, min(at + 4, len(lines.all) + 1)):
            text = _entry(lines, at, end).text
            if not text or len(text) > len(announced) + 12:
                break
            if alike(text, announced, 0.85) or (
                len(text) >= 8
                and announced.casefold().startswith(text.casefold().rstrip(" ."))
                and (end == len(lines.all) or not _more(lines, end, announced[len(text) :]))
            ):
                return at, end
    return None


def _more(lines: Lines, at: int, rest: str) -> bool:
    """Whether the next line goes on with the rest of the announced point."""
    return bool(rest.strip(" .")) and rest.strip().casefold().startswith(
        lines.texts[at].casefold().rstrip(" .")
    )


def _split_responsible(announced: Passage) -> tuple[Passage, str | None]:
    """An announced point and who answers for it: "Ny upphandling. Eva Ek, Xtra"."""
    found = first_match("responsible", announced.text)
    if found is None:
        return announced, None
    _, match = found
    return announced.slice(0, match.start("name")), match["name"].strip(" .")


def list_heads(lines: Lines) -> list[Head]:
    """The points of a list without numbers that follows a title naming the agenda."""
    at = next((at for at, text in enumerate(lines.texts[:60]) if _names_agenda(lines, at)), None)
    if at is None:
        return []
    start = next((i for i in range(at + 1, min(at + 5, len(lines.all))) if _listable(lines, i)), at)
    end = start
    while end < len(lines.all) and _listable(lines, end) and lines.all[end].gap < 3:
        end += 1
    heads: list[Head] = []
    for first in range(start, end) if start > at else ():
        title = read_marks(_entry(lines, first, first + 1))
        item = AgendaItem(
            None, clean_title(title.title.text), None, title.type, title.responsible, title.time,
            title.title.provenance("topics/list", 0.75),
        )  # fmt: skip
        heads.append(Head(item, first, first + 1))
    return heads if len(heads) >= MIN_ANNOUNCED else []


def _names_agenda(lines: Lines, at: int) -> bool:
    return lines.styled(at) and len(lines.texts[at]) < 80 and bound("agenda", lines.texts[at])


def _listable(lines: Lines, at: int) -> bool:
    """Whether a line is a short point of a list: a bullet, or set in as one."""
    line, text = lines.all[at], lines.texts[at]
    left = min(other.box.x0 for other in lines.all if other.page == line.page)
    point = line.bullet is not None or line.box.x0 > left + 12
    return point and not lines.styled(at) and len(text) < 90 and not text.endswith((".", ":"))


# --------------------------------------------------------------------------- bare titles

_SHORT = 60
"""Characters that a bare title has at most."""

_TITLE = re.compile(r"[A-ZÅÄÖ0-9\"”“'’][^.!;]*[^.!,;:]$")


def bare_heads(lines: Lines) -> list[Head]:
    """Short lines without a verb that open a topic, where nothing is set as a heading."""
    places = [at for at in range(1, len(lines.all)) if _stands_bare(lines, at)]
    return _bare(lines, places) if len(places) > 2 else []


def bullet_heads(lines: Lines) -> list[Head]:
    """Bullets without a verb that open a topic, followed by the bullets that treat it."""
    places = [at for at in range(len(lines.all) - 1) if _opens_bullets(lines, at)]
    heads = _bare(lines, places) if len(places) > 1 else []
    return heads if len(heads) > 1 else []


def _bare(lines: Lines, places: list[int]) -> list[Head]:
    """Heads at those places whose line has no finite verb."""
    titles = [_entry(lines, at, at + 1) for at in places]
    verbless = [not _has_verb(doc) for doc in nlp.parsed([title.text for title in titles])]
    heads: list[Head] = []
    for at, title, bare in zip(places, titles, verbless, strict=True):
        if bare or _usual(title.text) or _HEADS_DECISIONS.match(title.text):
            item = AgendaItem(
                None, clean_title(title.text), None, None, None, None,
                title.provenance("topics/bare", 0.75),
            )  # fmt: skip
            heads.append(Head(item, at, at + 1))
    return heads


def _has_verb(doc: Doc) -> bool:
    """Whether a text is a clause or a task: a finite verb, or an infinitive that begins it."""
    finite = any(word.morph.get("VerbForm", []) == ["Fin"] for word in doc)
    return finite or (len(doc) > 1 and doc[0].morph.get("VerbForm", []) == ["Inf"])


def _stands_bare(lines: Lines, at: int) -> bool:
    """Whether a line without a bullet may be a title: short, after a stop, before its text."""
    line, text, before = lines.all[at], lines.texts[at], lines.all[at - 1]
    if line.bullet is not None or line.cell is not None or not _may_be_title(text):
        return False
    if at + 1 == len(lines.all) or known_heading(lines.texts[at + 1]):
        return _usual(text)
    ended = before.bullet is not None or lines.texts[at - 1].endswith((".", "!", "?", ":"))
    ended = ended or line.gap > 0.7
    after = lines.all[at + 1]
    treats = after.bullet is not None or len(lines.texts[at + 1]) > len(text) or _usual(text)
    return ended and treats


def _opens_bullets(lines: Lines, at: int) -> bool:
    """Whether a bullet may be a title: short, and what follows treats it."""
    line, after = lines.all[at], lines.all[at + 1]
    text = _entry(lines, at, at + 1).text
    if line.bullet is None or not _may_be_title(text):
        return False
    if after.bullet is None:
        own = after.level == line.level and after.cell == line.cell
        return own and lines.texts[at + 1][:1].isupper() and not lines.wraps(at)
    treated = _entry(lines, at + 1, at + 2).text
    return after.level > line.level or after.bullet != line.bullet or not _may_be_title(treated)


def _may_be_title(text: str) -> bool:
    if len(text) > _SHORT or len(text.split()) > 7 or ": " in text:
        return False
    if known_heading(text) or names_document(text) or _is_date(text) or text.endswith(")"):
        return False
    if first_match("outcomes", text) and not _usual(text):
        return False  # a decision, not a topic
    return bool(_TITLE.match(text))


# --------------------------------------------------------------------------- headings


def heading_heads(lines: Lines) -> list[Head]:
    """Lines set as headings that open an item."""
    marks = _headings(lines)
    heads: list[Head] = _colon_heads(lines, marks[1][0] if len(marks) > 1 else len(lines.all))
    above: int | None = None  # the level of the item whose own text the headings below belong to
    texts = Counter(lines.texts[first].casefold() for first, *_ in marks)
    for place, (first, end, level) in enumerate(marks):
        if texts[lines.texts[first].casefold()] > 1:
            continue  # a label, or a person whom several points are told of
        following = marks[place + 1] if place + 1 < len(marks) else None
        text = clean_title(_entry(lines, first, end).text)
        meaning = known_heading(text)
        if meaning in NOT_ITEMS or bound("record", text):
            heads.append(Head(None, first, end))
            above = None
            continue
        opens = first == 0 or not any(head.item for head in heads)
        if opens and _titles_document(lines, marks, place):
            continue
        if above is not None and level > above:
            continue
        if meaning and not _stands_as_item(lines, marks, place):
            continue
        own_text = following is None or following[0] > end
        if not own_text and following and following[2] > level and not _usual(text):
            above = None
            continue  # only gathers the headings below it
        title = _entry(lines, first, end)
        item = AgendaItem(
            None, text, None, None, None, None, title.provenance("topics/heading", 0.8)
        )
        heads.append(Head(item, first, end))
        above = level if own_text else None
    if sum(head.item is not None for head in heads) < 2:
        return []
    return sorted([*heads, *_within(lines, heads)], key=lambda head: head.first)


def _titles_document(lines: Lines, marks: list[tuple[int, int, int]], place: int) -> bool:
    """Whether a heading before the first item is the document's own title, or a date below it."""
    first, end, level = marks[place]
    text = clean_title(_entry(lines, first, end).text)
    if names_document(text) or _is_date(text):
        return True
    below = [other[2] for other in marks[place + 1 :]]
    if first or not below or _usual(text):
        return False
    over = level < min(below)
    return over or bound("meeting", text) or bool(find_dates(text) and below[0] >= level)


def _stands_as_item(lines: Lines, marks: list[tuple[int, int, int]], place: int) -> bool:
    """Whether an inner heading ("Inledning") heads an item: once, set as other items are."""
    first, end, level = marks[place]
    text = _entry(lines, first, end).text.strip(" :").casefold()
    peers = [_entry(lines, *mark[:2]).text for mark in marks if mark[2] == level]
    unknown = sum(known_heading(peer) is None for peer in peers)
    once = sum(peer.strip(" :").casefold() == text for peer in peers) == 1
    return known_heading(text) in _WIDE and once and unknown > 1


def _within(lines: Lines, heads: list[Head]) -> list[Head]:
    """Bullets that open topics of their own below headings that only gather them."""
    level = min((line.level for line in lines.all if line.bullet is not None), default=0)
    gathers = [head for head in heads if head.item and _usual(head.item.title)]
    bounds = {head.first: end for head, end in zip(
        heads, [*(head.first for head in heads[1:]), len(lines.all)], strict=True)}  # fmt: skip
    found = [one for one in bullet_heads(lines) if lines.all[one.first].level == level]
    return [
        one
        for head in gathers
        if (inside := [one for one in found if head.end <= one.first < bounds[head.first]])
        and len(inside) > 2
        for one in inside
    ]


def _colon_heads(lines: Lines, end: int) -> list[Head]:
    """Bullets that open a topic with a colon, before the first heading: "• Ekonomi:"."""
    heads: list[Head] = []
    for at in range(min(end, len(lines.all) - 1)):
        text, after = lines.texts[at], lines.all[at + 1]
        if lines.all[at].bullet is None or not text.endswith(":") or len(text) > 60:
            continue
        if after.bullet is None:
            continue
        title = _entry(lines, at, at + 1)
        item = AgendaItem(
            None, clean_title(title.text), None, None, None, None,
            title.provenance("topics/bullet", 0.7),
        )  # fmt: skip
        heads.append(Head(item, at, at + 1))
    return heads if len(heads) > 1 else []


def _headings(lines: Lines) -> list[tuple[int, int, int]]:
    """First line, end and level of each run of lines set as a heading."""
    sizes = sorted({round(line.size) for at, line in enumerate(lines.all) if lines.styled(at)})
    marks: list[tuple[int, int, int]] = []
    for at, line in enumerate(lines.all):
        if not lines.styled(at) or line.bullet is not None or line.cell is not None:
            continue
        level = line.heading or len(sizes) - sizes.index(round(line.size))
        if marks and marks[-1][1] == at and marks[-1][2] == level and _wrapped(lines, at):
            marks[-1] = (marks[-1][0], at + 1, level)
        elif len(lines.texts[at]) <= 150 and any(c.isalpha() for c in lines.texts[at]):
            marks.append((at, at + 1, level))
    return marks


def _wrapped(lines: Lines, at: int) -> bool:
    """Whether a heading's line goes on with the heading above it."""
    return lines.all[at].gap < 0.5 and lines.wraps(at - 1)


def _is_date(text: str) -> bool:
    return sum(found.end - found.start for found in find_dates(text)) > 0.7 * len(text)


def names_document(text: str) -> bool:
    """Whether a heading is the title of the document: its kind, body or date."""
    return first_match("document_titles", text) is not None


def _usual(text: str) -> bool:
    return first_match("item_titles", text) is not None
