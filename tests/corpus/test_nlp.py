from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.swedish.nlp import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Mötet öppnas kl. 18.00. Ordf. Anna Ek hälsar välkomna.",
            ["Mötet öppnas kl. 18.00.", "Ordf. Anna Ek hälsar välkomna."],
        ),
        (
            "Den 9.4.2024 beslutades om t.ex. Ekby skola. Dnr KS 2018/124 avslutas.",
            ["Den 9.4.2024 beslutades om t.ex. Ekby skola.", "Dnr KS 2018/124 avslutas."],
        ),
        (
            "§ 12. Val av justerare. Till justerare utses B.-A. Ask.",
            ["§ 12. Val av justerare.", "Till justerare utses B.-A. Ask."],
        ),
        ("Enligt § 12. Beslutet gäller.", ["Enligt § 12.", "Beslutet gäller."]),
        ("3. Rapport\n4. Övrigt\n\nSlut", ["3. Rapport", "4. Övrigt", "Slut"]),
        (
            "Inköp av hyllor, lampor m.m. Nämnden godkänner dem.",
            ["Inköp av hyllor, lampor m.m.", "Nämnden godkänner dem."],
        ),
        ("Varför?! Det undrade\nmånga … och fler.", ["Varför?!", "Det undrade\nmånga … och fler."]),
        (
            "Ledamöterna från S. Lindgrens grupp, f.d. ordf. Bo Ek, reste sig.",
            ["Ledamöterna från S. Lindgrens grupp, f.d. ordf. Bo Ek, reste sig."],
        ),
        ("Behov:\n- en plan\n- en budget", ["Behov:", "- en plan", "- en budget"]),
        ("”Hör hit.” Det sade hon.", ["”Hör hit.”", "Det sade hon."]),
        (" \n ", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


@given(st.text(alphabet="aBÅ.!? \n§123)(”-•", max_size=60))
def test_sentences_leave_out_nothing_but_white_space(text: str) -> None:
    spans = sentences(text)
    assert all(text[start:end].strip() == text[start:end] for start, end in spans)
    bounds = [0, *(bound for span in spans for bound in span), len(text)]
    between = zip(bounds[::2], bounds[1::2], strict=True)
    assert all(start <= end and not text[start:end].strip() for start, end in between)
