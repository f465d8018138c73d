"""Every row of every table matches its own example, and does not match the other one."""

from __future__ import annotations

import pytest

from corpus.swedish.tables import Rule, first_match, rules, table_names

ROWS = [
    pytest.param(rule, id=f"{table}/{rule.id}") for table in table_names() for rule in rules(table)
]


@pytest.mark.parametrize("rule", ROWS)
def test_a_row_matches_its_example_and_not_its_counterexample(rule: Rule) -> None:
    assert rule.pattern.search(rule.matches)
    assert not rule.pattern.search(rule.rejects)


@pytest.mark.parametrize("table", table_names())
def test_rows_have_names_of_their_own(table: str) -> None:
    names = [rule.id for rule in rules(table)]
    assert len(names) == len(set(names)) > 0


def test_the_first_row_that_matches_is_taken() -> None:
    found = first_match("headings", "Förslag till beslut på sammanträdet")
    assert found is not None
    assert found[0].meaning == "motion"


def test_no_row_matches_what_no_row_knows() -> None:
    assert first_match("headings", "Gräsmattan klipps på onsdagar.") is None
