"""No question breaks search, and none takes long: random text, and the syntax broken."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.points import points
from index.build import open_engine
from index.engine import SearchEngine
from index.query import FIELDS
from index.search import Filters, search

LONGEST = 0.2
"""Seconds of processor time that a question may take."""

PIECES = [
    *(f"{name}:" for name in FIELDS), "OCH", "ELLER", "INTE", "AND", "OR", "NOT", "TILL", "TO",
    "(", ")", "[", "]", "{", "}", '"', "'", "*", "?", "~", "~2", "~9", "..", "-", "+", ":", "^2",
    "§", "§§", "#", "@", "/", "\\", "&&", "||", "<", ">", "=", "%", "\x00", "\n", "\u202e",
    "2023", "2023..2025", "..1999", "[2020 TILL", "KS 2019/0123", "§ 114", "15 juni 2026",
    "skolplan", "skollplan", "plan*", "*", "a*", "p*", "~avgft", "beslut", "vem", "lovade", "juni",
    "förskoleverksamhetsutvärderingsplanen", "x" * 300, "åäö", "a\u030a", "😀", "of", "",
]  # fmt: skip

questions = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=15).map("".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=12).map(" ".join),
)


@pytest.fixture(scope="module", params=["tantivy", "whoosh"])
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> SearchEngine:
    engine = open_engine(Path(tmp_path_factory.mktemp("hostile")), request.param)
    engine.update(points(500))
    search(engine, "skolplan")
    return engine


def test_no_question_breaks_search(filled: SearchEngine) -> None:
    slowest = (0.0, "")

    @settings(
        max_examples=10_000 if filled.name == "tantivy" else 300,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(questions)
    def ask(text: str) -> None:
        nonlocal slowest
        start = time.thread_time()
        result = search(filled, text)
        spent = time.thread_time() - start
        if spent >= LONGEST:  # asked again: the collector of garbage may have come between
            start = time.thread_time()
            search(filled, text)
            spent = min(spent, time.thread_time() - start)
        slowest = max(slowest, (spent, text))
        assert len(result.hits) <= 20
        assert len(result.hits) <= result.total

    ask()
    if filled.name == "tantivy":
        assert slowest[0] < LONGEST, slowest


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=40), st.text(max_size=12), st.text(max_size=12))
def test_no_filter_breaks_search(filled: SearchEngine, year: str, first: str, last: str) -> None:
    search(filled, "skolplan", Filters(year=(year,), body=(year,), first=first, last=last))


def test_ten_thousand_words_are_read_in_time(filled: SearchEngine) -> None:
    start = time.thread_time()
    search(filled, " ".join(f"ord{number} par*" for number in range(10_000)))
    assert time.thread_time() - start < (LONGEST if filled.name == "tantivy" else 20 * LONGEST)
