"""What pages tell of a point: as it reads in its document, and each thing once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import httpx
import pytest

from tests.web.visitor import visiting


@pytest.fixture(scope="module")
def reader(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def points(reader: httpx.Client) -> list[str]:
    """The pages of all points of the archive."""
    meetings = sorted(set(re.findall(r"/mote/m-\w+", reader.get("/moten").text)))
    found = [re.findall(r"/punkt/p-\w+", reader.get(meeting).text) for meeting in meetings]
    return [reader.get(point).text for point in sorted({p for each in found for p in each})]


def running(page: str) -> str:
    """The text of a point on its page."""
    return page.split('class="running"')[1].split("</section>")[0]


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_headings_lists_and_tables_of_a_point_are_told_as_such(points: list[str]) -> None:
    texts = list(map(running, points))
    assert any(re.search(r"<h3>[^<]+</h3>\s*<(p|ul)", text) for text in texts)
    assert any(re.search(r'<ul class="told"><li>1\. [^<]+</li><li>2\. ', text) for text in texts)
    assert any(re.search(r"<tr><td>[^<]+</td><td>[^<]+</td>", text) for text in texts)


def test_a_title_stands_once_on_the_page_of_its_point(points: list[str]) -> None:
    for page in points:
        heading = re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)
        assert heading
        title = plain(re.sub(r'<span class="number">.*?</span>', "", heading[1]))
        blocks = re.findall(r"<(h3|p)>(.*?)</\1>", running(page), re.DOTALL)
        assert title not in [plain(text) for _, text in blocks]


def test_what_is_decided_and_to_be_done_is_told_once_with_who_and_when(points: list[str]) -> None:
    both = [
        page for page in points if re.search(r'class="decision".*?class="what">Upp', page, re.S)
    ]
    assert both
    for page in both:
        decided, _, rest = page.partition("</section>")
        tasks = rest.partition('id="uppdrag"')[2].partition("</section>")[0]
        for row in re.findall(r'<div class="fact-row"><p>(.*?)</p>', decided, re.DOTALL):
            text = plain(re.sub(r'<span class="badge.*?</span>', "", row))
            assert text not in plain(tasks)


def test_a_hit_tells_a_decision_that_is_a_task_once(reader: httpx.Client) -> None:
    page = reader.get("/sok", params={"q": "uppdrag"}).text
    for hit in page.split('<li class="hit">')[1:]:
        facts = re.findall(r'<p class="fact"><span class="what">\w+</span>(.*?)<', hit, re.DOTALL)
        assert len(facts) == len(set(facts))


def test_no_date_on_a_page_of_a_point_may_break(points: list[str]) -> None:
    for page in points:
        main = page.split("<main", 1)[1].split("</main>", 1)[0]
        texts = re.sub(r"<time[^>]*>.*?</time>|<option.*?</option>", "", main, flags=re.DOTALL)
        texts = re.sub(r"<h1>.*?</h1>|<dd>.*?</dd>", "", texts, flags=re.DOTALL)
        assert not re.search(r"\b\d{4}-\d\d-\d\d\b", re.sub(r"<[^>]+>", " ", texts))


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """The pages of an archive that has nothing yet."""
    with visiting(tmp_path_factory.mktemp("new") / "arkiv", local=True) as client:
        yield client


@pytest.mark.parametrize(
    "path",
    ["/", "/moten", "/personer", "/organ", "/arenden", "/granska", "/uppdrag", "/sok?q=avtal"],
)
def test_every_list_of_a_new_archive_says_what_to_do_first(new: httpx.Client, path: str) -> None:
    page = new.get(path).text
    assert "Arkivet är tomt." in page
    assert re.search(r'<a href="/arkiv">Lägg till filer</a>', page)
    assert "Allt är granskat." not in page


def test_what_finds_nothing_tells_what_to_try_with_counts(reader: httpx.Client) -> None:
    page = reader.get("/sok", params={"q": "avtal", "body": "Finns inte", "year": "2025"}).text
    tips = page.split('class="try"')[1].split("</ul>")[0]
    offered = re.search(r'<a href="(/sok\?q=avtal)">.*?: (\d+) träff', tips)
    assert offered
    found = reader.get(offered[1]).text
    assert f">{offered[2]} träff" in found.replace("\n", "")
    assert "Utan Finns inte" in tips
    assert "Excel" not in page
    nobody = reader.get("/personer", params={"q": "xyzzy"}).text
    assert '<a href="/personer">Visa alla</a>' in nobody
