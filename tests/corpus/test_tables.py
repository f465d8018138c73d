"""Every row of every Swedish table matches its example and rejects its counter-example."""

from __future__ import annotations

import pytest

from corpus.swedish.tables import Rule, rules, table_names

ROWS = [
    pytest.param(rule, id=f"{name}-{rule.id}") for name in table_names() for rule in rules(name)
]


@pytest.mark.parametrize("rule", ROWS)
def test_a_row_matches_and_rejects_its_examples(rule: Rule) -> None:
    assert rule.pattern.search(rule.matches), rule.matches
    assert not rule.pattern.search(rule.rejects), rule.rejects
