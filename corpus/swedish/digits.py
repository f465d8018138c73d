"""Numbers of people in text: identity numbers and telephones, however their digits are written.

The digits of a text are taken in runs: groups with little between them, also over a line's end.
Each stretch of groups that begins and ends with a whole group is asked whether it is a number, by
its check digits (python-stdnum), its day, and the plans of the world's telephones (phonenumbers).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache, lru_cache

import msgspec
import phonenumbers
from stdnum import luhn
from stdnum.fi import hetu
from stdnum.no import fodselsnummer

from corpus.swedish.patterns import Pattern
from corpus.swedish.tables import rules

Found = tuple[int, int, str]

_RUN = re.compile(r"\d++(?:[ \-+./()_*]{0,4}+(?:\n{1,3}[ >|]{0,60}+[ \-/]{0,3}+)?+\d++)*+")
_GROUP = re.compile(r"\d+")
_FINNISH = re.compile(
    r"(?<![^\W_])\d{6}[ \n]{0,40}[-+A-FU-Y][ \n]{0,40}\d{3}[ \n]{0,3}[0-9A-FHJ-NPR-Y](?![^\W_])"
)
_MOST_GROUPS = 16
"""Groups of the longest number that is known: a telephone with every digit apart."""
_MOST_DIGITS = 15

_IDENTITY = re.compile(
    r"(?:dd)?d{6}[-+ /.]?d{4}|(?:dd)?dd([-./])dd\1dd[-+ ]d{4}|(?:dd)?d{6}-dd[- ]dd"
)
"""How the digits of an identity number are grouped where nothing else tells of it."""
_APART = re.compile(
    r"(?:d ){6}(?:d d )?[-+]?(?: ?d){4}|(?:d ){5}(?:d d )?d[-+](?: ?d){4}"
    r"|(?:dd ?)?dd ?dd ?dd[-+ ]?(?:d{4}|dd dd)|(?:dd)?dd ?dd ?dd ?[-+] ?d{2} ?dd"
)
"""And where no other number stands beside it."""
_NORWEGIAN = re.compile(r"d{6} ?d{5}")
_DAY = re.compile(r"d{4}([-./])d{1,2}\1d{1,2}")
_MOBILE = re.compile(r"07[02369]\d{7}")
_AREA = re.compile(r"08|0[1-689]\d|0[1-9]\d\d|010|020|077\d?")
_BEFORE = 48
"""Characters before a number that may say what it is."""


class _Group(msgspec.Struct, frozen=True, gc=False):
    """A group of digits in a run, and what stands between it and the one before."""

    start: int
    end: int
    gap: str
    """One sign: a space, a hyphen …, ~ for a line's end, = for a hyphen there; "" for none."""
    year: bool
    """Whether it may be a year, as of a case number."""


def numbers(text: str) -> Iterator[Found]:
    """Start, end and kind (personal_number, phone) of the numbers in a text of plain signs."""
    for found in _FINNISH.finditer(text):
        compact = re.sub(r"\s", "", found[0])
        if hetu.is_valid(compact):
            yield found.start(), found.end(), "personal_number"
    for run in _RUN.finditer(text):
        if len(run[0]) > 4:
            yield from _in_run(text, _groups(text, run))


def _groups(text: str, run: re.Match[str]) -> list[_Group]:
    groups: list[_Group] = []
    for found in _GROUP.finditer(text, run.start(), run.end()):
        between = text[groups[-1].end : found.start()] if groups else ""
        year = len(found[0]) == 2 or found[0][:2] in ("19", "20")
        groups.append(_Group(found.start(), found.end(), _gap(between), year))
    return groups


def _gap(between: str) -> str:
    """What stands between two groups, as one sign."""
    if not between:
        return ""
    if between.startswith(". "):  # a number of a list, an abbreviation
        return " "
    sign = next((sign for sign in "+-/.(" if sign in between), "")
    if ")" in between:
        sign = "("
    if "\n" in between:
        return "=" if sign == "-" else "~"
    return sign or (" " if between.strip(" ") == "" else "*")


def _in_run(text: str, groups: Sequence[_Group]) -> Iterator[Found]:
    """The numbers in a run of digits, the longest where several begin together."""
    at = 0
    while at < len(groups):
        found = _begins(text, groups, at)
        if found is None:
            at += 1
            continue
        last, kind = found
        end = groups[last].end
        yield _start(text, groups[at].start, end, kind), end, kind
        at = last + 1


def _start(text: str, start: int, end: int, kind: str) -> int:
    """Where a number begins: the plus and the bracket before a telephone are of it."""
    before = "+(" if ")" in text[start:end] else "+"
    while kind == "phone" and start and text[start - 1] in before:
        start -= 1
    return start


def _begins(text: str, groups: Sequence[_Group], first: int) -> tuple[int, str] | None:
    """The number that begins with a group: its last group and its kind."""
    label = _label(text[max(0, groups[first].start - _BEFORE) : groups[first].start])
    digits, mask = "", ""
    best: tuple[int, str] | None = None
    for last in range(first, min(first + _MOST_GROUPS, len(groups))):
        group = groups[last]
        digits += text[group.start : group.end]
        mask += (group.gap if last > first else "") + "d" * (group.end - group.start)
        if len(digits) > _MOST_DIGITS:
            break
        if len(digits) < 5 or _goes_on(groups, first, last):
            continue
        if kind := _kind(text, groups, (first, last), digits, mask, label):
            best = last, kind
    return best


def _goes_on(groups: Sequence[_Group], first: int, last: int) -> bool:
    """Whether the stretch is part of something longer: a case number, a date, a sum."""
    before = groups[first].gap
    if before in (".", "-", "+"):
        return True
    if before == "/" and first and groups[first - 1].year:
        return True
    return last + 1 < len(groups) and groups[last + 1].gap in ("-", ".", "+")


def _alone(groups: Sequence[_Group], first: int, last: int) -> bool:
    """Whether no other digits stand beside the stretch on its line."""
    return groups[first].gap in ("", "~") and (
        last + 1 == len(groups) or groups[last + 1].gap in ("~", "/")
    )


def _kind(
    text: str,
    groups: Sequence[_Group],
    stretch: tuple[int, int],
    digits: str,
    mask: str,
    label: str,
) -> str | None:
    """What kind of number a stretch of groups is; None where it is none."""
    alone = _alone(groups, *stretch)
    start = groups[stretch[0]].start
    plain = mask.replace("~", "").replace("=", "-"), mask.replace("~", "").replace("=", "")
    shaped = any(_IDENTITY.fullmatch(each) or (alone and _APART.fullmatch(each)) for each in plain)
    contiguous = plain[0].strip("d") == ""
    if shaped and not (label == "is_other" and contiguous) and _is_person(digits, label):
        return "personal_number"
    if _NORWEGIAN.fullmatch(plain[0]) and label != "is_other" and fodselsnummer.is_valid(digits):
        return "personal_number"
    return "phone" if _is_phone(text, start, digits, plain[1], label, alone) else None


def _is_person(digits: str, label: str) -> bool:
    """Whether digits are an identity number; one that is called so may have a false last digit."""
    return is_personal_number(digits) or (label == "is_personal" and _has_a_day(digits))


def is_personal_number(text: str) -> bool:
    """Whether digits are a personal or coordination number (personnummer, samordningsnummer).

    The day must exist in some century (60 is added in coordination numbers), and the last digit
    must be the check digit by Luhn's algorithm over the ten last.
    """
    digits = "".join(_GROUP.findall(text))
    return len(digits) in (10, 12) and luhn.is_valid(digits[-10:]) and _has_a_day(digits)


def _has_a_day(digits: str) -> bool:
    centuries = (digits[:2],) if len(digits) == 12 else ("18", "19", "20")
    return any(_is_day(century + digits[-10:-4]) for century in centuries)


def _is_day(digits: str) -> bool:
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
    try:
        found = date(year, month, day - 60 if day > 60 else day)
    except ValueError:
        return False
    return year > 1840 and found <= date.today()  # noqa: DTZ011 - a day, wherever one is


def _is_phone(text: str, start: int, digits: str, mask: str, label: str, alone: bool) -> bool:
    """Whether a stretch is a telephone number."""
    before = text[max(0, start - 2) : start]
    if before.endswith(("+", "+(")) or digits.startswith("00"):
        return label != "is_other" and _abroad(digits)
    if _DAY.fullmatch(mask) or label == "is_other":
        return False
    if label == "is_phone" and len(digits) <= 11 and (digits[0] == "0" or len(digits) <= 8):
        return digits[0] == "0" or not re.search(r"[./]", mask)
    if digits[0] != "0" or digits[1] == "0" or (before and before[-1].isalnum()):
        return False
    if before.endswith((".", ",", ":", "-")) and not before[0].isalpha() and before[0] != " ":
        return False
    if _MOBILE.fullmatch(digits):
        return alone or not mask.startswith("dd ")
    return _fixed(digits, mask, alone)


def _fixed(digits: str, mask: str, alone: bool) -> bool:
    """Whether digits, with their area code first, are a telephone that stands in a place."""
    area, sign, rest = re.fullmatch(r"(d+)(\D?)(.*)", mask).groups()  # type: ignore[union-attr]
    if not sign:
        return 9 <= len(digits) <= 10 and _in_plan(digits)
    if not _AREA.fullmatch(digits[: len(area)]) or not 8 <= len(digits) <= 10:
        return False
    if sign in "-(" and re.fullmatch(r"d{2,3}(?: dd){1,3}|d{2,3} d{3}(?: dd)?|d{5,8}", rest):
        return len(area) > 2 or len(rest) > 5
    if "." in rest or "/" in rest or sign == ".":
        return False
    return (sign in "-(/" or alone) and _in_plan(digits)


@lru_cache(maxsize=4096)
def _in_plan(digits: str) -> bool:
    """Whether the Swedish plan of telephone numbers has a number."""
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(digits, "SE"))
    except phonenumbers.NumberParseException:
        return False


@lru_cache(maxsize=4096)
def _abroad(digits: str) -> bool:
    """Whether digits after a plus, or two noughts, are a telephone of some country."""
    international = digits[2:] if digits.startswith("00") else digits
    if international.startswith("460"):
        international = f"46{international[3:]}"
    try:
        number = phonenumbers.parse(f"+{international}")
    except phonenumbers.NumberParseException:
        return False
    mobile = international.startswith("467") and len(international) == 11
    return mobile or phonenumbers.is_valid_number(number)


@cache
def _labels() -> tuple[tuple[str, Pattern], ...]:
    return tuple(
        (rule.meaning, rule.pattern) for rule in rules("personal") if rule.meaning.startswith("is_")
    )


@lru_cache(maxsize=4096)
def _label(before: str) -> str:
    """What the words before a number say that it is; nothing where they do not."""
    for meaning, pattern in _labels():
        if pattern.search(before):
            return meaning
    return ""
