"""Reading order, markers and columns from boxes alone."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.layout.reading_order import (
    Strip,
    Style,
    Token,
    aslant,
    bullet_of,
    lines_of,
    rows_of,
    turned,
)

PLAIN, BOLD = Style("Serif", 10.0, False, False), Style("Serif", 10.0, True, False)


def _words(text: str, x: float, y: float, style: Style = PLAIN) -> list[Token]:
    """Words from x on with their baseline at y; letters are half as wide as they are high."""
    tokens = []
    for word in text.split(" "):
        width = 5.0 * len(word)
        tokens.append(Token(word, x, y - 8, x + width, y + 2, y, style))
        x += width + 3
    return tokens


def _rows(
    rows: Sequence[Sequence[str]], lefts: Sequence[float], leading: float = 12
) -> list[list[Token]]:
    """Rows of pieces that all begin at the same places, the first row at 100."""
    return [
        _words(text, x, 100 + leading * at)
        for at, row in enumerate(rows)
        for x, text in zip(lefts, row, strict=True)
    ]


def _read(*pieces: list[Token]) -> list[str]:
    return [line.text for line in lines_of(rows_of([t for piece in pieces for t in piece]))]


def test_words_on_one_baseline_make_a_line_whatever_their_order() -> None:
    words = _words("Nämnden beslutar att godkänna förslaget", 70, 100)
    assert _read(words[::-1]) == ["Nämnden beslutar att godkänna förslaget"]


def test_a_label_is_followed_by_its_value() -> None:
    lines = _read(
        _words("Plats och tid", 70, 100, BOLD),
        _words("Lönnsalen", 200, 100),
        _words("kl. 13:00-15:10", 200, 112),
        _words("Ej tjänstgörande", 70, 136, BOLD),
        _words("ersättare", 70, 148, BOLD),
        _words("Asta Ek (X)", 200, 136),
        _words("Bo Alm (Y)", 200, 148),
        _words("Sekreterare", 70, 190, BOLD),
        _words("Disa Gran", 200, 200),
    )
    assert lines == [
        "Plats och tid",
        "Lönnsalen",
        "kl. 13:00-15:10",
        "Ej tjänstgörande",
        "ersättare",
        "Asta Ek (X)",
        "Bo Alm (Y)",
        "Sekreterare",
        "Disa Gran",
    ]


def test_labels_that_look_like_their_values_are_known_by_their_words() -> None:
    pairs = [("Plats och tid", "Lönnsalen, kl. 13"), ("Ordförande", "Asta Ek")]
    pairs += [("Sekreterare", "Bo Alm"), ("Justerare", "Disa Gran")]
    assert _read(*_rows(pairs, (70, 250))) == [text for pair in pairs for text in pair]
    signed = [("Ordförande", "Justerare"), ("Asta Ek", "Disa Gran"), ("Vid pennan", "Ort")]
    assert _read(*_rows(signed, (70, 250))) == [
        text for side in zip(*signed, strict=True) for text in side
    ]


def test_a_label_may_stand_in_the_middle_of_its_value() -> None:
    lines = _read(
        _words("Lönnsalen, kl. 13.00 till", 207, 100),
        _words("Plats och tid", 63, 106),
        _words("kl. 15.10", 207, 112),
        _words("Ordförande", 63, 126),
        _words("Bo Almér (A)", 207, 126),
        _words("Asta Ek (A), som deltar", 207, 140),
        _words("Justerare", 63, 146),
        _words("från distans", 207, 152),
    )
    assert lines == [
        "Plats och tid",
        "Lönnsalen, kl. 13.00 till",
        "kl. 15.10",
        "Ordförande",
        "Bo Almér (A)",
        "Justerare",
        "Asta Ek (A), som deltar",
        "från distans",
    ]


def test_typed_lines_with_double_spaces_are_no_table() -> None:
    lines = ["Mötet  öppnades av  ordföranden", "Alla hälsades  välkomna  hit idag"]
    lines += ["Rösterna  räknades av  sekreteraren", "Inget mer  togs upp  den kvällen"]
    words: list[Token] = []
    for at, line in enumerate(lines):
        x = 60.0
        for word in line.split(" "):
            width, y = 6.0 * len(word), 100.0 + 12 * at
            if word:
                words.append(Token(word, x, y - 8, x + width, y + 2, y, PLAIN))
            x += width + 6.0
    assert _read(words) == [" ".join(line.split()) for line in lines]


def test_lists_side_by_side_are_read_one_after_the_other() -> None:
    lines = _read(
        _words("ordinarie", 70, 100),
        _words("ersättare", 300, 100),
        *(_words(f"[X] Ledamot {n}", 70, 100 + 12 * n) for n in range(1, 5)),
        *(_words(f"[ ] Ersättare {n}", 300, 100 + 12 * n) for n in range(1, 5)),
    )
    assert lines[:5] == ["ordinarie", *(f"[X] Ledamot {n}" for n in range(1, 5))]
    assert lines[5:] == ["ersättare", *(f"[ ] Ersättare {n}" for n in range(1, 5))]


def test_columns_of_prose_are_read_one_after_the_other() -> None:
    left = [f"vänster rad {n} med en hel del ord i sig" for n in range(12)]
    right = [f"höger rad {n} som också har många ord" for n in range(12)]
    lines = _read(
        *(_words(text, 50, 100 + 12 * n) for n, text in enumerate(left)),
        *(_words(text, 320, 100 + 12 * n) for n, text in enumerate(right)),
    )
    assert lines == left + right


def test_columns_of_short_pieces_make_a_table() -> None:
    rows = [("Punkt", "Typ", "Beskrivning", "Tid"), ("1", "I", "Nuläget", "13:00")]
    rows += [("2", "D", "Vägen vidare", "13:30"), ("3", "D", "Övrigt", "14:00")]
    pieces = _rows(rows, (50, 110, 160, 400), leading=16)
    lines = lines_of(rows_of([token for piece in pieces for token in piece]))
    cells = [line.cell for line in lines]
    assert [line.text for line in lines] == [text for row in rows for text in row]
    assert [(c[1], c[2]) for c in cells if c] == [(r, c) for r in range(4) for c in range(4)]


def test_lines_that_fill_their_columns_are_rows_however_unevenly_they_stand() -> None:
    heights = [100, 112, 124, 150, 162, 190]
    tokens = [
        token
        for at, y in enumerate(heights)
        for x, text in ((50, f"2031-{at}"), (130, "Beslut"), (220, "Bygglov"), (330, "Beviljat"))
        for token in _words(text, x, y)
    ]
    tokens += _words("med villkor", 330, 174)
    cells = [line.cell for line in lines_of(rows_of(tokens))]
    assert [c[1] for c in cells if c and c[2] == 0] == list(range(6))
    assert [c[1] for c in cells if c and c[2] == 3] == [0, 1, 2, 3, 4, 4, 5]


def test_a_head_keeps_its_number_over_a_tab() -> None:
    lines = _read(
        _words("§1", 50, 100),
        _words("Mötet öppnas", 120, 100),
        _words("§2", 50, 124),
        _words("Val av ordförande för mötet", 120, 124),
        _words("och sekreterare", 120, 136),
    )
    assert lines == ["§1 Mötet öppnas", "§2 Val av ordförande för mötet", "och sekreterare"]


@pytest.mark.parametrize(
    ("text", "marker"),
    [
        ("• att godkänna", "•"),
        ("\uf0b7 att godkänna", "•"),
        ("❑ Öppen fråga", "•"),
        ("o Repetition av syftet", "o"),
        ("◦ Underpunkt", "o"),
        ("- Disa kollar", "-"),
        ("– Disa kollar", "-"),
        ("1. Mötets öppnande", "1."),
        ("a) att anta planen", "a)"),
        ("ord utan punkt", None),
        ("12 personer deltog", None),
        ("-5 grader", None),
        ("2026-03-11 kl. 13", None),
        ("1.2.2023 möte", None),
    ],
)
def test_list_markers_are_normalised(text: str, marker: str | None) -> None:
    assert bullet_of(text) == marker


_boxes = st.tuples(st.floats(0, 500), st.floats(10, 800), st.floats(1, 90), st.floats(5, 30))


@given(st.lists(_boxes, max_size=40))
def test_no_word_is_lost_or_read_twice(boxes: list[tuple[float, float, float, float]]) -> None:
    tokens = [
        Token(str(n), x, y - size, x + width, y, y, Style(None, size, False, False))
        for n, (x, y, width, size) in enumerate(boxes)
    ]
    read = [t.text for line in lines_of(rows_of(tokens)) for s in line.strips for t in s.tokens]
    assert sorted(read) == sorted(t.text for t in tokens)


@given(_boxes, st.sampled_from([90, 180, 270]))
def test_turning_a_word_and_turning_it_back_changes_nothing(
    box: tuple[float, float, float, float], angle: int
) -> None:
    x, y, width, size = box
    token = Token("ord", x, y, x + width, y + size, y + size, PLAIN)
    page = (600.0, 850.0)
    inside = (page[1], page[0]) if angle in (90, 270) else page
    again = turned(turned(token, angle, *page), 360 - angle, *inside)
    assert (again.x0, again.top, again.x1, again.bottom) == pytest.approx(
        (token.x0, token.top, token.x1, token.bottom)
    )


@given(_boxes, st.floats(-6, 6))
def test_straightening_is_undone(box: tuple[float, float, float, float], skew: float) -> None:
    x, y, width, size = box
    token = Token("ord", x, y, x + width, y + size, y + size, PLAIN)
    again = aslant(aslant(token, skew, 600, 850), -skew, 600, 850)
    assert (again.x0, again.base) == pytest.approx((token.x0, token.base), abs=1e-6)


def test_a_strip_is_bold_when_most_of_it_is() -> None:
    assert Strip.of(_words("Beslut", 0, 0, BOLD) + _words("om", 40, 0)).bold
    assert not Strip.of(_words("Beslutet", 0, 0) + _words("om", 60, 0, BOLD)).bold


def test_kinds_of_points_and_times_keep_the_rows_of_an_agenda_apart() -> None:
    rows = [("Punkt", "Typ", "Rubrik", "Tid"), ("1", "[A]", "Kajen", "9.30")]
    rows += [("2", "[D]", "Bryggan", "9.50"), ("", "", "AVSLUT", "11.15")]
    pieces = [
        _words(text, x, 100 + 20 * number)
        for number, row in enumerate(rows)
        for text, x in zip(row, (70, 120, 180, 400), strict=True)
        if text
    ]
    lines = lines_of(rows_of([token for piece in pieces for token in piece]))
    cells = {(line.cell[1], line.cell[2]): line.text for line in lines if line.cell}
    assert cells[1, 0] == "1"
    assert cells[1, 1] == "[A]"
    assert cells[2, 2] == "Bryggan"
    assert cells[3, 2] == "AVSLUT"
