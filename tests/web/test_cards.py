"""The card of a case: what holds first, the way there as a picture, each thing once."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def reader(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=60) as client:
        yield client


def test_a_case_begins_with_its_latest_decision_on_the_matter(reader: httpx.Client) -> None:
    (case,) = reader.get("/api/v1/case", params={"number": "KS 2025/118"}).json()
    settling = ("approved", "rejected", "elected", "assigned")
    settled = [
        step
        for step in case["steps"]
        if any(d["fact"]["outcome"] in settling for d in step["decisions"])
    ][-1]
    assert settled is not case["steps"][-1]
    page = reader.get("/arende", params={"nummer": "KS 2025/118"}).text
    card = page.split('class="card"')[1].split("</section>")[0]
    assert f'<time datetime="{settled["date"]}">' in card
    told = card.split('class="course"')[0]
    for decision in settled["decisions"]:
        if decision["fact"]["outcome"] in settling:
            assert told.count(f"/bevis/{decision['id']}") == 1


def test_the_course_has_a_stop_for_each_day_in_its_order(reader: httpx.Client) -> None:
    (case,) = reader.get("/api/v1/case", params={"number": "KS 2025/118"}).json()
    page = reader.get("/arende", params={"nummer": "KS 2025/118"}).text
    picture = page.split('class="course"')[1].split("</svg>")[0]
    stops = re.findall(r'<circle class="\w*" cx="([\d.]+)".*?<title>(\S+)', picture)
    assert [day for _, day in stops] == [step["date"] for step in case["steps"]]
    across = [float(x) for x, _ in stops]
    assert across == sorted(across)
    assert len(set(across)) == len(across)


def test_a_case_of_one_day_has_no_picture(reader: httpx.Client) -> None:
    page = reader.get("/arende", params={"nummer": "D/2024:121"}).text
    assert 'class="card"' in page
    assert 'class="course"' not in page


def test_the_card_fits_a_telephone(address: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(f"{address}/arende?nummer=KS+2025/118")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()


def test_a_question_that_names_a_case_is_answered_with_the_case_first(reader: httpx.Client) -> None:
    page = reader.get("/sok", params={"q": "KS 2025/118"}).text
    card, _, hits = page.split('class="card"')[1].partition('<ol class="hits"')
    assert hits
    assert "/arende?nummer=KS%202025%2F118" in card
    assert "att ansluta Lindavalla kommun till gemensam IdP" in card
    assert 'class="card"' not in reader.get("/sok", params={"q": "D/2024:121"}).text
