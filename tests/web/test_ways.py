"""Small ways through the pages: history while typing, and totals that are true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser

from tests.web.visitor import visiting
from web.pages import overview, review


@pytest.fixture
def owner(folder: Path) -> Iterator[httpx.Client]:
    """Whoever sits at the machine."""
    with visiting(folder, local=True) as client:
        yield client


def test_typing_a_question_is_one_entry_of_history(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/sok")
    before = page.evaluate("history.length")
    for text in ("id", "idp", "idp bes"):
        page.locator("#q").fill(text)
        page.wait_for_url(re.compile(rf"q={text.replace(' ', '.')}(&|$)"))
    page.locator("#q").press("Enter")
    assert page.evaluate("history.length") == before + 1
    page.close()


@pytest.mark.parametrize(("module", "path"), [(overview, "/personer"), (review, "/granska")])
def test_a_page_tells_no_total_that_nobody_counted(
    owner: httpx.Client, module: object, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PER_PAGE", 30)
    first, last, number = owner.get(path).text, "", 1
    assert "Sida 1</span>" in first
    assert 'rel="prev"' not in first
    while not last or 'rel="next"' in last:
        number += 1
        last = owner.get(f"{path}?page={number}").text
        assert f"Sida {number}</span>" in last
        assert 'rel="prev"' in last
