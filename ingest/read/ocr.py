"""Words from pictures of pages: Tesseract where it is installed with Swedish, else RapidOCR."""

from __future__ import annotations

import html
import io
import math
import os
import re
import shutil
import subprocess
from functools import cache
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from corpus.model import Box
from corpus.swedish.lexicon import frequencies
from ingest.layout.reading_order import Style, Token, rows_of, turned
from ingest.read.strokes import rules_in

MISSING = "ingen OCR är installerad (tesseract-ocr-swe eller RapidOCR)"
_TIMEOUT = 300
# Pixels of the longer side on which RapidOCR looks for lines; its memory grows with them.
_RAPID_SIDE = 1280
# A gap from which on words are parted, in heights of a line's ink, and the one they are given, in
# heights of its picture.
_WORD_GAP, _SET_GAP = 0.2, 0.55
_PLAIN = str.maketrans("åäöé", "aaoe")
_PART = re.compile(r"[^\W\d_]{2,}")
# Angles beyond this many degrees are no skew of a scanner; below the other, nothing is turned.
_MAX_SKEW, _MIN_SKEW = 6.0, 0.25
# Mean confidence under which a page may be upside down or sideways.
_DOUBTFUL = 0.55


class Seen(NamedTuple):
    """What an engine saw: words in points of the upright, straightened picture."""

    tokens: list[Token]
    turn: int = 0
    """Degrees clockwise by which the writing was turned on the page."""
    skew: float = 0.0
    """Degrees clockwise by which the lines were aslant."""
    rules: tuple[Box, ...] = ()
    """Rules on the picture, in points of the upright, straightened picture."""
    upright: tuple[Image.Image, list[Token]] | None = None
    """Of a turned page, the picture as it was read and the words where they stand on it."""


class Engine(Protocol):
    """Reads a grey picture of upright lines."""

    name: str

    def words(self, picture: Image.Image, dpi: float) -> list[Token]:
        """Words with boxes in points from the top left of the picture."""

    def turn_of(self, picture: Image.Image, dpi: float) -> int:
        """Degrees clockwise by which the writing on the picture is turned: 0, 90, 180, 270."""


@cache
def engine() -> Engine | None:
    """The engine that this machine has, the better first; None where it has none."""
    if shutil.which("tesseract") and "swe" in _languages():
        return Tesseract()
    try:
        return RapidOcr()
    except ImportError:
        return None


@cache
def _languages() -> frozenset[str]:
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, check=False)
    return frozenset(listed.stdout.decode("utf-8", "replace").split())


def knows_sections() -> bool:
    """Whether Tesseract has a model that can print a §."""
    return "eng" in _languages()


def see(picture: Image.Image, dpi: float, reader: Engine) -> Seen:
    """Reads a grey picture of a page, straightened first and turned upright if need be."""
    skew = skew_of(picture)
    straight = rotated(picture, skew)
    tokens = reader.words(straight, dpi)
    turn = 0
    if not tokens or confidence(tokens) < _DOUBTFUL:
        turn = reader.turn_of(picture, dpi)
        if turn:
            upright = picture.rotate(turn, expand=True)
            level = rotated(upright, skew_of(upright))
            found = reader.words(level, dpi)
            if confidence(found) > confidence(tokens):
                width, height = (side * 72 / dpi for side in upright.size)
                back = (360 - turn) % 360
                placed = [turned(t, back, width, height)._replace(angle=turn) for t in found]
                return Seen(placed, turn, 0.0, (), (level, found))
    return Seen(tokens, 0, skew, tuple(rules_in(straight, dpi)))


def confidence(tokens: list[Token]) -> float:
    """The mean confidence of words, longer ones counting for more; 0 for none."""
    letters = sum(len(t.text) for t in tokens)
    return sum((t.confidence or 0.0) * len(t.text) for t in tokens) / letters if letters else 0.0


def rotated(picture: Image.Image, skew: float) -> Image.Image:
    """The picture with its lines straightened."""
    if not skew:
        return picture
    return picture.rotate(skew, Image.Resampling.BILINEAR, fillcolor=255)


def skew_of(picture: Image.Image) -> float:
    """Degrees clockwise by which lines of text are aslant; 0 where none are found.

    The page is cut into upright strips whose rows of ink are shifted against each other: at the
    right angle the sum has the sharpest peaks.
    """
    factor = max(1, picture.width // 700)
    small = picture.reduce(factor)
    ink = (np.asarray(small, dtype=np.float32) < 150).astype(np.float32)
    height, width = ink.shape
    if ink.mean() > 0.4 or ink.sum() < 200 or width < 60:
        return 0.0
    count = 14
    strips = [
        ink[:, i * width // count : (i + 1) * width // count].sum(axis=1) for i in range(count)
    ]
    centres = [(i + 0.5) * width / count - width / 2 for i in range(count)]

    def sharpness(angle: float) -> float:
        rise = math.tan(math.radians(angle))
        total = np.zeros(height, dtype=np.float32)
        for strip, centre in zip(strips, centres, strict=True):
            total += np.roll(strip, -round(centre * rise))
        return float(np.square(np.diff(total)).sum())

    coarse = max(np.arange(-_MAX_SKEW, _MAX_SKEW + 0.1, 0.5), key=sharpness)
    fine = float(max(np.arange(coarse - 0.5, coarse + 0.51, 0.1), key=sharpness))
    if abs(fine) < _MIN_SKEW or abs(fine) > _MAX_SKEW or sharpness(fine) < 1.05 * sharpness(0.0):
        return 0.0
    return round(fine, 2)


# ------------------------------------------------------------------------------ Tesseract

_SPAN = re.compile(
    r"<span class='(ocr_line|ocr_header|ocr_caption|ocr_textfloat|ocrx_word)'[^>]*?"
    r"title=([\"'])(.*?)\2[^>]*>(.*?)(?=<span|</span>)",
    re.DOTALL,
)
_NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")
_TAG = re.compile(r"<[^>]+>")
_ROTATE = re.compile(rb"Rotate:\s*(\d+)")
_CERTAIN = re.compile(rb"Orientation confidence:\s*([\d.]+)")
# Rules of tables and edges of paper, read as letters; a dash wider than this many sizes is one too.
_RULES = re.compile(r"[|¦_=~]+\Z")
_DASHES = re.compile(r"[-—–]+\Z")
_LONG_DASH = 2.0
_BULLETS = ("e", "o", "eo", "0", "©", "®", "¢", "«", "»", "*")
_BULLET_GAP = 0.5
# Sizes that differ by less than this part of the page's usual one are taken for that.
_SAME_SIZE = 0.2


# Tesseract's modes: a page laid out in any way, and words scattered over a picture.
PAGE, SCATTERED = 3, 11


class Tesseract:
    """Tesseract as a command, one thread; `language` is a model or several with a plus."""

    name = "Tesseract"

    def __init__(self, language: str = "swe") -> None:
        self.language = language

    def words(self, picture: Image.Image, dpi: float, mode: int = PAGE) -> list[Token]:
        """Words by Tesseract's hOCR, which says baselines and sizes too."""
        said = self._run(
            picture, dpi, "--psm", str(mode), "-l", self.language, "-c", "tessedit_create_hocr=1"
        )
        return _tokens(said.decode("utf-8", "replace"), dpi)

    def turn_of(self, picture: Image.Image, dpi: float) -> int:
        """By Tesseract's script and orientation detector, where it is sure enough."""
        if "osd" not in _languages():
            return 0
        said = self._run(picture, dpi, "--psm", "0", "-l", "osd")
        rotate, certain = _ROTATE.search(said), _CERTAIN.search(said)
        if not rotate or not certain or float(certain[1]) < 1.0:
            return 0
        return (360 - int(rotate[1])) % 360

    def _run(self, picture: Image.Image, dpi: float, *options: str) -> bytes:
        data = io.BytesIO()
        picture.save(data, "PPM")
        done = subprocess.run(
            ["tesseract", "stdin", "stdout", "--dpi", str(round(dpi)), *options],
            input=data.getvalue(),
            capture_output=True,
            check=False,
            timeout=_TIMEOUT,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
        return done.stdout


def is_rule(text: str) -> bool:
    """Whether a word is only the rule of a table, read as a sign."""
    return bool(_RULES.match(text))


def _fields(title: str) -> dict[str, list[float]]:
    """The properties of an hOCR element: name → numbers."""
    fields: dict[str, list[float]] = {}
    for part in title.split(";"):
        name, _, values = part.strip().partition(" ")
        fields[name] = [float(n) for n in _NUMBERS.findall(values)]
    return fields


def _tokens(hocr: str, dpi: float) -> list[Token]:
    scale = 72 / dpi
    tokens: list[Token] = []
    left = bottom = slope = offset = 0.0
    style = Style(None, 0.0, False, False)
    for found in _SPAN.finditer(hocr):
        fields = _fields(found[3])
        x0, top, x1, low = fields["bbox"]
        if found[1] != "ocrx_word":
            left, bottom = x0, low
            slope, offset = fields.get("baseline", [0.0, 0.0])
            size = fields.get("x_size", [low - top])[0] * scale
            style = Style(None, round(size * 2) / 2, False, False)
            continue
        text = html.unescape(_TAG.sub("", found[4])).strip().replace("—", "–")
        long = (x1 - x0) * scale > _LONG_DASH * style.size
        if not text or _RULES.match(text) or (long and _DASHES.match(text)):
            continue
        base = bottom + offset + slope * ((x0 + x1) / 2 - left)
        sure = fields.get("x_wconf", [0.0])[0] / 100
        box = (x0 * scale, top * scale, x1 * scale, low * scale)
        tokens.append(Token(text, *box, base * scale, style, 0, sure))
    return _bulleted(_levelled(tokens))


def _bulleted(tokens: list[Token]) -> list[Token]:
    """The words with bullets for the lone letters that Tesseract takes them for."""
    bullets: set[int] = set()
    for row in rows_of(tokens):
        words = [token for strip in row for token in strip.tokens]
        if len(words) > 1 and words[0].text in _BULLETS:
            gap = words[1].x0 - words[0].x1
            if gap > _BULLET_GAP * words[1].style.size and words[1].text[0].isalpha():
                bullets.add(id(words[0]))
    return [t._replace(text="•") if id(t) in bullets else t for t in tokens]


def _levelled(tokens: list[Token]) -> list[Token]:
    """The words with the small differences of size evened out that only ink makes."""
    sizes = sorted(t.style.size for t in tokens for _ in t.text)
    if not sizes:
        return []
    usual = sizes[len(sizes) // 2]
    level = Style(None, usual, False, False)
    return [
        t._replace(style=level) if abs(t.style.size - usual) < _SAME_SIZE * usual else t
        for t in tokens
    ]


# ------------------------------------------------------------------------------ RapidOCR


class RapidOcr:
    """RapidOCR, whose models come with its wheel; it finds lines and reads each for itself.

    Its models have no å, ä or ö; those are put back where a list of Swedish words settles it.
    """

    name = "RapidOCR"

    def __init__(self) -> None:
        from rapidocr_onnxruntime import RapidOCR  # slow to import, and not always there

        # One line at a time: lines read together are stretched to the longest, at its cost.
        self._read = RapidOCR(
            intra_op_num_threads=1,
            inter_op_num_threads=1,
            rec_batch_num=1,
            det_limit_type="max",
        )

    def words(self, picture: Image.Image, dpi: float) -> list[Token]:
        """Words of each line, found on a small copy of the picture and read on the large one."""
        small = picture.copy()
        small.thumbnail((_RAPID_SIDE, _RAPID_SIDE))
        factor = picture.width / small.width
        corners, _ = self._read(np.asarray(small.convert("RGB")), use_cls=False, use_rec=False)
        grey, scale = np.asarray(picture), 72 / dpi
        tokens: list[Token] = []
        for box in np.asarray(corners if corners else ()).reshape(-1, 4, 2) * factor:
            x0, top = np.maximum(box.min(axis=0).astype(int) - 2, 0)
            x1, bottom = box.max(axis=0).astype(int) + 3
            line, words = _spaced(grey[top:bottom, x0:x1])
            found, _ = self._read(line, use_det=False, use_cls=False)
            for text, sure in found or ():
                spans = [((x0 + a) * scale, (x0 + b) * scale) for a, b in words]
                tokens += _placed(text.split(), spans, top * scale, bottom * scale, float(sure))
        return [t._replace(text=_PART.sub(_with_rings, t.text)) for t in tokens]

    def turn_of(self, picture: Image.Image, dpi: float) -> int:
        """The turn at which the lines are read most surely."""
        small = picture.reduce(2)
        sure = {
            turn: confidence(self.words(small.rotate(turn, expand=True), dpi / 2))
            for turn in (0, 90, 180, 270)
        }
        return max(sure, key=lambda turn: sure[turn])


def _spaced(line: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], list[tuple[int, int]]]:
    """A line in colours with wide spaces, and the first and last column of each word in it.

    The models see no space between words that stand as near as printed ones do.
    """
    height = line.shape[0]
    ink = line < 0.4 * int(line.min()) + 0.6 * int(line.max())
    gap = _WORD_GAP * np.count_nonzero(ink.any(axis=1))
    edges = np.flatnonzero(np.diff(np.pad(ink.any(axis=0).astype(np.int8), 1)))
    words: list[tuple[int, int]] = []
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if words and start - words[-1][1] <= gap:
            words[-1] = (words[-1][0], end)
        else:
            words.append((start, end))
    white = np.full((height, max(1, round(_SET_GAP * height))), 255, np.uint8)
    pieces = [white]
    for start, end in words:
        pieces += [line[:, max(0, start - 1) : end + 1], white]
    return np.repeat(np.concatenate(pieces, axis=1)[:, :, None], 3, axis=2), words


def _placed(
    texts: list[str], spans: list[tuple[float, float]], top: float, bottom: float, sure: float
) -> list[Token]:
    """The words of a line where they stand; by their letters where they are counted otherwise."""
    if not spans:
        return []
    if len(texts) != len(spans):
        left, whole = spans[0][0], " ".join(texts)
        letter = (spans[-1][1] - left) / max(len(whole), 1)
        found = re.finditer(r"\S+", whole)
        spans = [(left + m.start() * letter, left + m.end() * letter) for m in found]
    style = Style(None, round((bottom - top) * 2) / 2, False, False)
    base = bottom - 0.2 * (bottom - top)
    return [
        Token(text, x0, top, x1, bottom, base, style, 0, sure)
        for text, (x0, x1) in zip(texts, spans, strict=True)
    ]


@cache
def _ringed() -> dict[str, str]:
    """For each spelling without rings and dots, the commonest Swedish word with some."""
    best: dict[str, str] = {}
    zipf = frequencies()
    for word in zipf:
        plain = word.translate(_PLAIN)
        if plain != word and zipf[word] > zipf.get(best.get(plain, ""), 0.0):
            best[plain] = word
    return best


def _with_rings(found: re.Match[str]) -> str:
    """A word with its å, ä and ö, where it is no word without or a ten times rarer one."""
    read = found[0]
    word = _ringed_word(read.lower()) or _ringed_compound(read.lower())
    if word is None:
        return read
    if read.isupper():
        return word.upper()
    return word[0].upper() + word[1:] if read[0].isupper() else word


def _ringed_word(read: str) -> str | None:
    word, zipf = _ringed().get(read), frequencies()
    return word if word and zipf[word] >= zipf.get(read, 0.0) + 1.0 else None


def _ringed_compound(read: str) -> str | None:
    """A word that is in no list put together of two that are, at least one of them ringed."""
    zipf = frequencies()
    if read in zipf:
        return None
    best, best_sum = None, 0.0
    for cut in range(4, len(read) - 3):
        parts = [_ringed_word(part) or part for part in (read[:cut], read[cut:])]
        if (
            all(part in zipf for part in parts)
            and (total := sum(zipf[part] for part in parts)) > best_sum
        ):
            best, best_sum = "".join(parts), total
    return best
