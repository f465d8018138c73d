"""A reader's and an editor's whole way through the real server, in a real browser."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from corpus import samples
from corpus.archive import Archive
from corpus.entries import FileState, Filters
from corpus.model import Decision
from ingest.run.reading import Reader, read_file
from web.reading import joined

Serve = Callable[[Path], str]
FILE = samples.documents() / "Lindavalla" / "KS protokoll 2025-09-10.pdf"
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
CORRECTION = "Kommunstyrelsen beslutar att ansluta kommunen till gemensam IdP"


def decision_on_joining(folder: Path) -> tuple[str, Decision]:
    """The id and the fact of the decision to join, as the archive has it."""
    with Archive.open(folder) as archive:
        for entry in archive.facts(Decision):
            document = archive.document_entry(entry.document_id)
            if document.name.endswith(FILE.name) and "ansluta" in entry.fact.text:
                return entry.id, entry.fact
    raise AssertionError("the sample has no such decision")


def read_anew(folder: Path) -> None:
    """Read the file again and store it, as an ingest by a newer version does."""
    reader = read_file(FILE)
    assert isinstance(reader, Reader)
    with Archive.open(folder) as archive:
        archive.store(FILE, reader.parcel, FileState.of(FILE))


@pytest.fixture(params=["wide", "phone", "wide without script", "phone without script"])
def context(request: pytest.FixtureRequest, browser: Browser) -> BrowserContext:
    """A browser window of a kind."""
    kind: str = request.param
    return browser.new_context(
        viewport=PHONE if kind.startswith("phone") else WIDE,  # type: ignore[arg-type]
        java_script_enabled="without" not in kind,
        locale="sv-SE",
    )


def test_search_prove_correct_and_read_anew(
    context: BrowserContext, folder: Path, serve: Serve
) -> None:
    address = serve(folder)
    page = context.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    _search(page, address)
    page.locator(".hit h3 a", has_text="§ 74 Anslutning").first.click()
    expect(page.locator("h1")).to_contain_text("Anslutning till gemensam IdP")
    page.locator(".decision .proof").first.click()
    id_, fact = decision_on_joining(folder)
    expect(page).to_have_url(re.compile(f"/bevis/{id_}$"))
    _boxed(page, fact)
    expect(page.locator(".page-text mark").first).to_be_visible()
    _correct(page)
    read_anew(folder)
    new_id, now = decision_on_joining(folder)
    assert now.text == CORRECTION
    page.goto(f"{address}/bevis/{new_id}")
    expect(page.locator(".said")).to_have_text(CORRECTION)
    _exported(address)
    assert all(url.startswith(address) for url in requests), "a request left the machine"


def _search(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("searchbox").fill("beslut IdP")
    page.get_by_role("button", name="Sök").click()
    total = int(page.locator("#antal").inner_text().split()[0])
    filters = page.locator(".filters")
    if not filters.evaluate("each => each.open"):
        filters.locator("summary").first.click()
    page.get_by_role("checkbox", name=re.compile(r"^Kommunstyrelsen \d+$")).click()
    narrow = page.get_by_role("button", name="Begränsa")
    if narrow.is_visible():
        narrow.click()
    expect(page).to_have_url(re.compile("body=Kommunstyrelsen"))
    expect(page.locator("#antal")).not_to_contain_text(f"{total} träffar")
    assert 0 < int(page.locator("#antal").inner_text().split()[0]) < total


def _boxed(page: Page, fact: Decision) -> None:
    """The boxes drawn are those of the fact's words, where they stand on the picture."""
    image = page.locator(".sheet img")
    page.wait_for_load_state("load", timeout=60_000)
    assert image.evaluate("each => each.naturalWidth") > 500
    drawn = image.bounding_box()
    assert drawn is not None
    view = page.locator(".sheet svg").get_attribute("viewBox")
    assert view is not None
    scale = drawn["width"] / float(view.split()[2])
    wanted = joined(box for number, box in fact.provenance.boxes if number == fact.provenance.page)
    rects = page.locator("rect.mark")
    assert rects.count() == len(wanted) > 0
    for at, box in enumerate(wanted):
        shown = rects.nth(at).evaluate(
            "each => { const b = each.getBoundingClientRect();"
            " const s = each.closest('.sheet').getBoundingClientRect();"
            " return [b.left - s.left, b.top - s.top, b.right - s.left, b.bottom - s.top]; }"
        )
        exact = [each * scale for each in (box.x0, box.top, box.x1, box.bottom)]
        assert shown == pytest.approx(exact, abs=1.5)


def _correct(page: Page) -> None:
    page.get_by_role("link", name="Granska och rätta").click()
    page.get_by_label("Text", exact=True).fill(CORRECTION)
    page.get_by_role("button", name="Spara rättelsen").click()
    expect(page).to_have_url(re.compile(r"[?&]gjord=\d+"))


def _exported(address: str) -> None:
    with zipfile.ZipFile(io.BytesIO(httpx.get(f"{address}/granska/facit.zip").content)) as gold:
        (name,) = gold.namelist()
        record = json.loads(gold.read(name))
    assert record["source"] == FILE.name
    assert CORRECTION in [decision["text"] for decision in record["decisions"]]
    logged = httpx.get(f"{address}/arkiv/logg").text
    assert "rättad" in logged
    assert "lokal" in logged


def test_what_was_extracted_is_kept_beside_a_correction(folder: Path) -> None:
    _, fact = decision_on_joining(folder)
    from corpus.corrections import Verdict

    with Archive.open(folder) as archive:
        document_id = fact.provenance.document_id
        before = archive.records(document_id)
        archive.correct(document_id, Verdict.REJECTED, fact, None, "test")
        kept = list(archive.facts(Decision, Filters(document_id=document_id)))
        assert fact not in [entry.fact for entry in kept]
        assert archive.extracted(document_id) == before
        read_anew(folder)
        again = list(archive.facts(Decision, Filters(document_id=document_id)))
        assert [e.fact for e in again] == [e.fact for e in kept]


def test_a_note_on_an_action_item_stays_when_it_is_read_anew(
    browser: Browser, folder: Path, serve: Serve
) -> None:
    address = serve(folder)
    page = browser.new_page(viewport=WIDE)  # type: ignore[arg-type]
    page.goto(f"{address}/uppdrag?show=all&body=Kommunstyrelsen")
    row = page.locator("tr", has_text="kommundirektören").filter(has_text="2025-09-10").first
    row.locator("summary").click()
    row.locator("[name=status]").select_option("done")
    row.locator("[name=note]").fill("avtalet är tecknat")
    row.get_by_role("button", name="Spara").click()
    read_anew(folder)
    page.goto(f"{address}/uppdrag?show=done")
    noted = page.locator("tbody tr", has_text="avtalet är tecknat")
    expect(noted).to_have_count(1)
    expect(noted).to_contain_text("kommundirektören")
    page.close()


def test_search_answers_while_it_is_typed_and_by_keyboard(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport=WIDE)  # type: ignore[arg-type]
    page.goto(f"{address}/sok?q=idp")
    page.evaluate("window.kept = true")
    box = page.get_by_role("checkbox", name="återremiss")
    box.focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("outcome=referred_back"))
    expect(page.get_by_role("checkbox", name="återremiss")).to_be_focused()
    assert page.evaluate("window.kept"), "the page was loaded anew"
    page.go_back()
    expect(page.get_by_role("checkbox", name="återremiss")).not_to_be_checked()
    page.close()
