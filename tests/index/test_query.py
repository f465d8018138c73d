import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import qparser

from index.query import (
    _PARSER,
    And,
    Fuzzy,
    InField,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Range,
    Word,
    parse,
)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("väg bro", And((Word("väg"), Word("bro")))),
        ("väg ELLER bro", Or((Word("väg"), Word("bro")))),
        ("väg OR bro", Or((Word("väg"), Word("bro")))),
        ("väg INTE bro", And((Word("väg"), Not(Word("bro"))))),
        ("väg -bro", And((Word("väg"), Not(Word("bro"))))),
        ('"gång- och cykelväg"', Phrase("gång- och cykelväg")),
        ("“typografiska citattecken”", Phrase("typografiska citattecken")),
        ("parker*", Prefix("parker")),
        ("~nolhult", Fuzzy("nolhult", 1)),
        ("nolhult~2", Fuzzy("nolhult", 2)),
        ("organ:ks", InField("organ", Word("ks"))),
        ("ORGAN:ks", InField("organ", Word("ks"))),
        ("år:2023", InField("year", Word("2023"))),
        ("år:[2020 TILL 2022]", InField("year", Range("2020", "2022"))),
        ("år:2020..", InField("year", Range("2020", None))),
        ("datum:[* TILL 2022-05-01]", InField("date", Range(None, "2022-05-01"))),
        ("2023..2025", Range("2023", "2025")),
        ('person:"Vega Ek"', InField("person", Phrase("Vega Ek"))),
        (
            "(väg ELLER bro) OCH vatten",
            And((Or((Word("väg"), Word("bro"))), Word("vatten"))),
        ),
        ("okänt:värde", Word("okänt:värde")),
        ("14:00", Word("14:00")),
    ],
)
def test_the_language(text: str, tree: Node) -> None:
    assert parse(text).node == tree
    assert parse(text).remarks == ()


def test_what_was_not_read_is_told() -> None:
    assert parse('"oavslutad fras').node == And((Word("oavslutad"), Word("fras")))
    assert "citattecken" in parse('"oavslutad fras').remarks[0]
    assert "tecknen" in parse("ord " * 400).remarks[0]


@pytest.mark.parametrize("text", ["", "   ", "...", "***", "()", "\x00", '""', "..", "~"])
def test_nothing_to_search_is_nothing(text: str) -> None:
    assert parse(text).node is None


SYNTAX = ["väg", "bro", " ", "(", ")", '"', "*", "~", "~2", "+", "-", "år:", "[2020 TILL", "]",
          "OCH", "ELLER", "INTE", "{a TILL b}", "titel:", "^2", "'"]  # fmt: skip


@given(st.lists(st.one_of(st.sampled_from(SYNTAX), st.text(max_size=5)), max_size=12))
def test_syntax_is_found_where_whoosh_finds_it(pieces: list[str]) -> None:
    for text in ("".join(pieces), " ".join(pieces)):
        assert repr(_PARSER.tag(text)) == repr(qparser.QueryParser.tag(_PARSER, text))


@given(st.text(max_size=100))
def test_any_text_is_read(text: str) -> None:
    parse(text)
