"""Which letters the bytes of a text file stand for: of what encodings Swedish was written in.

Each candidate is tried, and the one wins whose text has most Swedish letters where Swedish has
them (inside words, in the case of their neighbours) and fewest signs that no Swedish text has.
UTF-8 that was read as something else and written again, once or twice, is read back.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import partial

# In the order in which they are preferred where nothing tells them apart.
_SINGLE = ("cp1252", "cp850", "cp437", "mac_roman", "cp278", "cp500")
_NAMES = {
    "cp850": "DOS (kodsida 850)",
    "cp437": "DOS (kodsida 437)",
    "mac_roman": "Mac OS Roman",
    "cp278": "EBCDIC (kodsida 278)",
    "cp500": "EBCDIC (kodsida 500)",
}
# EBCDIC of Finland and Sweden, which Python lacks, by the bytes where it is not that of America.
_CP278 = str.maketrans(
    bytes.fromhex("43474a4f515a5b5f63676a71797b7ca1b59fbabbc0d0e0ecccdc").decode("cp037"),
    "{}§!`¤Å^#$ö\\éÄÖü[]¬|äåÉ@¦~",
)
_ISO646 = str.maketrans("[\\]{|}@`^~$", "ÄÖÅäöåÉéÜü¤")
_WIDE = {
    "utf-16-le": "UTF-16 utan märke",
    "utf-16-be": "UTF-16 utan märke",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What UTF-8's two bytes for a letter look like in another encoding: "Ã¤", "Â§", "√§", "├ñ".
_TWICE = re.compile(r"[ÂÃ√¬├┬][\x80-\uffff]|â[\x80-\uffff]{2}")
_OVERS = ("cp1252", "latin-1", "mac_roman", "cp850", "cp437")
_LETTERS = "åäöÅÄÖéÉüÜ"
# Bytes of the file that are looked at to tell encodings apart.
_SAMPLE = 400_000
_FEW_NATIONAL = 3
_MAX_TIMES = 4


@dataclass(frozen=True)
class Decoded:
    """A text, and what to tell of how its letters were found; None where that is plain."""

    text: str
    remark: str | None = None


def decoded(data: bytes) -> Decoded | None:
    """The text that bytes stand for; None where they are no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _read_back(Decoded(data.decode(encoding, "replace")))
    if b"\0" in data[:4096]:
        return _wide(data)
    try:
        return _read_back(_seven_bits(data.decode("utf-8")))
    except UnicodeDecodeError:
        pass
    mixed = _mostly_utf8(data)
    if mixed is not None:
        return _read_back(mixed)
    best = max(
        _SINGLE,
        key=lambda encoding: (
            _swedish(_decode(data[:_SAMPLE], encoding)),
            -_SINGLE.index(encoding),
        ),
    )
    found = _seven_bits(_decode(data, best))
    if found.remark is None and best in _NAMES:
        return Decoded(found.text, f"texten är läst som {_NAMES[best]}")
    return found


def _decode(data: bytes, encoding: str) -> str:
    """Every byte as the encoding has it; what cp1252 leaves open is as in Latin-1."""
    if encoding == "cp278":
        return data.decode("cp037").translate(_CP278).replace("\x85", "\n")
    text = data.decode(encoding, "surrogateescape")
    if encoding == "cp500":
        return text.replace("\x85", "\n")
    return re.sub("[\udc80-\udcff]", lambda found: chr(ord(found[0]) - 0xDC00), text)


def _swedish(text: str) -> float:
    """How much a text looks like Swedish: letters in their places, less what is odd, a sign."""
    good = len(re.findall(r"(?<=[a-zåäö])[åäöé]|\b[åäö](?=[a-zåäö])", text))
    good += 2 * len(re.findall(r"\b[ÅÄÖ](?=[a-zåäö])|(?<=[A-ZÅÄÖ])[ÅÄÖ]", text))
    good += 2 * len(re.findall(r"§(?=§?\s*\d)|(?<=\d)\s*§", text))
    odd = sum(not (" " <= c <= "~" or c in _USUAL) for c in text)
    odd += len(re.findall(r"(?<=[a-zåäö])[ÅÄÖ]", text))
    plain = len(re.findall(r"[a-z]{2}", text))
    return (good - 2 * odd + 0.2 * min(plain, 500)) / max(len(text), 1)


_USUAL = frozenset("\n\r\t\f\x15åäöÅÄÖéÉüÜ§–—”“’‘•½°²³´£€…«»·¨\u00a0èàáÁøØæÆ%×")


def _seven_bits(text: str) -> Decoded:
    """A text of ASCII whose brackets and braces are letters, as in SS 63 61 27 (ISO 646-SE)."""
    if any(letter in text for letter in _LETTERS):
        return Decoded(text)
    inside = re.findall(r"(?<=[A-Za-z{|}])[{|}]|\b[{|}](?=[a-z])|(?<=[A-Z\[\\\]])[\[\\\]]", text)
    inside += re.findall(r"(?<![\w\]\[])[\[\\\]](?=[a-z]{2})", text)
    paired = len(re.findall(r"\{[^{}\n]*\}|\[[^\[\]\n]*\]", text))
    if len(inside) < _FEW_NATIONAL or len(inside) < 2 * paired:
        return Decoded(text)
    return Decoded(text.translate(_ISO646), "texten är läst som svensk 7-bitars kod (ISO 646-SE)")


def _wide(data: bytes) -> Decoded | None:
    """A text in two or four bytes a sign without a mark: where the zeros stand tells which."""
    sample = data[:4096]
    zeros = [sample[at::4].count(0) * 4 / len(sample) for at in range(4)]
    if zeros[1] > 0.5 and zeros[2] > 0.5:
        encoding = "utf-32-le" if zeros[3] > zeros[0] else "utf-32-be"
    elif zeros[1] + zeros[3] > 1.0 and zeros[0] + zeros[2] < 0.2:
        encoding = "utf-16-le"
    elif zeros[0] + zeros[2] > 1.0 and zeros[1] + zeros[3] < 0.2:
        encoding = "utf-16-be"
    else:
        return None
    return _read_back(
        Decoded(data.decode(encoding, "replace"), f"texten är läst som {_WIDE[encoding]}")
    )


def _mostly_utf8(data: bytes) -> Decoded | None:
    """UTF-8 in which some bytes are of another encoding; None where most letters are not UTF-8."""
    text = data.decode("utf-8", "surrogateescape")
    wrong = re.findall("[\udc80-\udcff]+", text)
    whole = sum(c > "\x7f" and not "\udc80" <= c <= "\udcff" for c in text)
    if not whole or whole < 2 * len(wrong):
        return None
    pieces = re.sub("[\udc80-\udcff]+", lambda found: _single(found[0], text), text)
    return Decoded(pieces, f"{len(wrong)} ställen i texten var i en annan teckenkod")


def _single(wrong: str, text: str) -> str:
    """Bytes that are not UTF-8, in the encoding that makes letters of them."""
    raw = wrong.encode("utf-8", "surrogateescape")
    for encoding in ("cp1252", "cp850", "mac_roman"):
        made = _decode(raw, encoding)
        if all(c in _USUAL for c in made):
            return made
    return _decode(raw, "cp1252")


def _read_back(found: Decoded) -> Decoded:
    """The text with UTF-8 that was taken for another encoding read as UTF-8."""
    text, times = found.text, 0
    while times < _MAX_TIMES and _TWICE.search(text):
        mended = _once_back(text)
        if mended == text:
            break
        text, times = mended, times + 1
    if not times:
        return found
    return Decoded(text, "texten var kodad två gånger och är läst tillbaka")


def _once_back(text: str) -> str:
    """The text read back once from the encoding that makes most Swedish of it."""
    best, most = text, _swedish(text)
    for over, runs in _TWICE_RUN.items():
        mended = runs.sub(partial(_back, over), text)
        if (share := _swedish(mended)) > most:
            best, most = mended, share
    return best


def _back(over: str, run: re.Match[str]) -> str:
    try:
        return _encode(run[0], over).decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return run[0]


def _encode(run: str, over: str) -> bytes:
    """The bytes of a run; what cp1252 leaves open stands for itself."""
    return b"".join(
        bytes([ord(c)]) if over == "cp1252" and 0x80 <= ord(c) < 0xA0 else c.encode(over)
        for c in run
    )


def _runs(over: str) -> re.Pattern[str]:
    """Sequences of UTF-8 as another encoding shows them."""

    def shown(low: int, high: int) -> str:
        signs = [bytes([b]).decode(over, "replace") for b in range(low, high + 1)]
        signs = [chr(low + at) if s == "\ufffd" else s for at, s in enumerate(signs)]
        return "[" + "".join(map(re.escape, signs)) + "]"

    tail = shown(0x80, 0xBF)
    return re.compile(f"{shown(0xC2, 0xDF)}{tail}|{shown(0xE0, 0xEF)}{tail}{{2}}")


_TWICE_RUN = {over: _runs(over) for over in _OVERS}
