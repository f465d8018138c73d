"""What strangers, guests and hostile documents cannot do."""

from __future__ import annotations

import csv
import io
import re
import time
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path

import httpx
import msgspec
import openpyxl
import pytest
from click.testing import CliRunner
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from cli.main import cli
from corpus.archive import Archive
from corpus.corrections import Verdict
from corpus.entries import FileState
from corpus.model import ActionItem, Decision, Provenance
from corpus.staff import Role, events, logged_in, set_user
from corpus.swedish.digits import is_personal_number
from corpus.swedish.personal import hidden
from ingest.run.reading import Reader, read_file
from tests.web.visitor import token, visiting
from web.guard import Attempts

PASSWORD = "en lång mening som lösenord"  # noqa: S105 - of tests
NUMBER = "811218-9876"
PHONE = "070-174 06 05"


@pytest.fixture
def owner(folder: Path) -> Iterator[httpx.Client]:
    """Whoever sits at the machine."""
    with visiting(folder, local=True) as client:
        yield client


@pytest.fixture
def guest(folder: Path) -> Iterator[httpx.Client]:
    """Somebody from elsewhere who has not logged in; users of each role exist."""
    with Archive.open(folder) as archive:
        for role in Role:
            set_user(archive, str(role), "", role, PASSWORD)
    with visiting(folder, local=False) as client:
        yield client


def log_in(client: httpx.Client, name: str, password: str = PASSWORD) -> int:
    fields = {"name": name, "password": password, "csrf": token(client, "/logga-in")}
    return client.post("/logga-in", data=fields).status_code


def put(folder: Path, path: Path) -> str:
    """Read a file into the archive; its document's id."""
    reader = read_file(path)
    assert isinstance(reader, Reader)
    with Archive.open(folder) as archive:
        archive.store(path, reader.parcel, FileState.of(path))
    return reader.parcel.document_id


def pdf(path: Path, *lines: str) -> Path:
    canvas = Canvas(str(path), A4)
    for at, line in enumerate(lines):
        canvas.drawString(72, 770 - 20 * at, line)
    canvas.save()
    return path


# ------------------------------------------------------------------------------ who may enter


def test_other_machines_are_served_only_when_there_are_users(folder: Path) -> None:
    arguments = ["serve", "--archive", str(folder), "--host", "0.0.0.0"]  # noqa: S104
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 2
    assert "radslag user add" in result.output


def test_users_are_added_with_a_good_password_and_stored_without_it(folder: Path) -> None:
    add = ["user", "add", "vera", "--role", "editor", "--archive", str(folder), "--password"]
    assert CliRunner().invoke(cli, [*add, "kort"]).exit_code == 2
    assert CliRunner().invoke(cli, [*add, PASSWORD]).exit_code == 0
    stored = (folder / "archive.sqlite").read_bytes()
    stored += (folder / "archive.sqlite-wal").read_bytes() if wal(folder) else b""
    assert PASSWORD.encode() not in stored
    assert b"$argon2id$" in stored


def wal(folder: Path) -> bool:
    return (folder / "archive.sqlite-wal").exists()


def test_a_guest_sees_nothing_but_the_login(guest: httpx.Client) -> None:
    for path in ("/", "/sok?q=idp", "/uppdrag", "/arkiv", "/uppdrag.csv"):
        answer = guest.get(path)
        assert answer.status_code == 303, path
        assert answer.headers["location"].startswith("/logga-in?vidare=")
        assert "IdP" not in answer.text
    assert guest.get("/api/v1/search?q=idp").status_code == 401
    assert guest.get("/sok.atom?q=idp").status_code == 401
    assert guest.get("/sok.atom?q=idp", auth=("reader", PASSWORD)).status_code == 200
    assert guest.get("/tillganglighet").status_code == 200


def test_a_login_lets_in_and_ends_with_the_password(guest: httpx.Client, folder: Path) -> None:
    assert log_in(guest, "reader") == 303
    assert guest.get("/sok?q=idp").status_code == 200
    flags = guest.get("/sprak?till=en").headers["set-cookie"]
    assert "HttpOnly" in flags
    assert "SameSite=Lax" in flags
    with Archive.open(folder) as archive:
        set_user(archive, "reader", "", Role.READER, PASSWORD[::-1])
    assert guest.get("/sok?q=idp").status_code == 303


def test_a_wrong_password_keeps_the_name(guest: httpx.Client) -> None:
    form = {"csrf": token(guest, "/logga-in"), "name": "reader", "password": "fel lösenord"}
    assert 'value="reader"' in guest.post("/logga-in", data=form).text


def test_users_change_their_own_password(guest: httpx.Client, folder: Path) -> None:
    log_in(guest, "reader")
    new = "fyra nya ord om sjöar"
    tries = (
        {"password": "fel lösenord", "new": new, "again": new},
        {
            "password": PASSWORD,
            "new": new,
            "again": new[::-1],
        },
        {"password": PASSWORD, "new": "kort", "again": "kort"},
    )
    for form in tries:
        assert guest.post("/konto", data={"csrf": token(guest), **form}).status_code == 400
    form = {"csrf": token(guest), "password": PASSWORD, "new": new, "again": new}
    assert "Lösenordet är bytt." in guest.post("/konto", data=form).text
    assert guest.get("/sok?q=idp").status_code == 200
    with Archive.open(folder) as archive:
        assert logged_in(archive, "reader", PASSWORD) is None
        user = logged_in(archive, "reader", new)
        assert user is not None
        assert user.role is Role.READER


def test_logging_out_ends_the_session(guest: httpx.Client) -> None:
    log_in(guest, "reader")
    assert guest.post("/logga-ut", data={"csrf": token(guest)}).status_code == 303
    assert guest.get("/").status_code == 303


def test_guessing_must_wait(guest: httpx.Client) -> None:
    assert [log_in(guest, "reader", "fel lösenord") for _ in range(3)] == [401] * 3
    assert log_in(guest, "reader") == 429
    time.sleep(1.2)
    assert log_in(guest, "reader") == 303, "nobody is locked out"


def test_waiting_grows_and_is_bounded() -> None:
    attempts = Attempts()
    attempts._failed = OrderedDict()
    for _ in range(3):
        assert attempts.begin("Åsa", "192.0.2.1") == 0.0
    assert 0 < attempts.begin("Åsa", "192.0.2.9") <= 1.0, "the account is guessed at"
    assert 0 < attempts.begin("Bo", "192.0.2.1") <= 1.0, "the address guesses"
    attempts._failed["name Åsa"] = (40, time.monotonic())
    assert attempts.begin("Åsa", "192.0.2.9") <= attempts.longest


def test_others_guesses_do_not_keep_a_user_out() -> None:
    attempts = Attempts()
    attempts.begin("Åsa", "192.0.2.1")
    attempts.succeeded("Åsa", "192.0.2.1")
    for number in range(10):
        attempts.begin("Åsa", f"198.51.100.{number}")
    assert attempts.begin("Åsa", "203.0.113.1") > 0
    assert attempts.begin("Åsa", "192.0.2.1") == 0.0


def test_many_guesses_forget_only_the_oldest() -> None:
    attempts = Attempts()
    attempts.most = 100
    for number in range(300):
        attempts.begin("Åsa", f"2001:db8:0:{number:x}::1")
        attempts._failed["name Åsa"] = (9, time.monotonic() - 3000)
        attempts.begin(f"namn {number}", f"2001:db8:1:{number:x}::1")
        attempts._failed.move_to_end("name Åsa")
    assert len(attempts._failed) <= 101
    assert attempts._failed["name Åsa"][0] >= 9


def test_a_holder_of_a_network_is_one_address() -> None:
    attempts = Attempts()
    for number in range(3):
        attempts.begin(f"namn {number}", f"2001:db8::{number}")
    assert attempts.begin("Åsa", "2001:db8::ffff") > 0


def test_a_forged_session_is_no_session(guest: httpx.Client) -> None:
    log_in(guest, "reader")
    cookie = guest.cookies["radslag"]
    guest.cookies.clear()
    guest.cookies.set("radslag", cookie[:-2] + ("A" if cookie[-2] != "A" else "B") + cookie[-1])
    assert guest.get("/").status_code == 303


def test_roles(guest: httpx.Client, folder: Path) -> None:
    with Archive.open(folder) as archive:
        action = next(iter(archive.facts(ActionItem)))
    noting = {"status": "done", "note": ""}
    for role, note, archive_log in (("reader", 403, 403), ("editor", 303, 403)):
        guest.cookies.clear()
        log_in(guest, role)
        csrf = {"csrf": token(guest)} if role != "reader" else {"csrf": token(guest, "/logga-in")}
        answer = guest.post(f"/uppdrag/{action.id}", data=noting | csrf)
        assert answer.status_code == note, role
        assert guest.get("/arkiv/logg").status_code == archive_log
        assert guest.post("/arkiv/filer", data=csrf).status_code == 403
        assert (guest.get("/granska").status_code == 200) == (role == "editor")
        original = guest.get(f"/handling/{action.document_id}/original").status_code
        assert original == (200 if role == "editor" else 403)


def test_forms_need_their_token(owner: httpx.Client, folder: Path) -> None:
    with Archive.open(folder) as archive:
        action = next(iter(archive.facts(ActionItem)))
    path, noting = f"/uppdrag/{action.id}", {"status": "done"}
    right = token(owner)
    assert owner.post(path, data=noting).status_code == 403
    assert owner.post(path, data=noting | {"csrf": "x"}).status_code == 403
    elsewhere = {"sec-fetch-site": "cross-site"}
    answer = owner.post(path, data=noting | {"csrf": right}, headers=elsewhere)
    assert answer.status_code == 403
    assert owner.post(path, data=noting | {"csrf": right}).status_code == 303


def test_another_name_for_this_machine_is_refused(owner: httpx.Client) -> None:
    assert owner.get("/", headers={"host": "evil.example"}).status_code == 421
    assert owner.get("/", headers={"host": "localhost:8620"}).status_code == 200
    assert owner.get("/", headers={"x-forwarded-for": "192.0.2.1"}).status_code == 421


# ------------------------------------------------------------------------------ what is sent


def test_every_answer_forbids_what_pages_do_not_need(owner: httpx.Client) -> None:
    for path in ("/", "/sok?q=idp", "/static/style.css", "/api/v1/meetings", "/nej", "/sok?page=x"):
        headers = owner.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
    text = owner.get("/sok?q=idp").text
    assert not re.search(r"<script(?![^>]+src=)|\sstyle=|\son\w+=|javascript:", text)


def test_text_and_names_of_documents_are_never_markup(folder: Path, tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>"
    path = tmp_path / "<img src=x onerror=alert(2)>.txt"
    path.write_text(
        "Minnesanteckningar\nStyrelsen 2025-01-20\n\n"
        f"1. Val {evil}\nStyrelsen beslutar att {evil}.\n",
        "utf-8",
    )
    id_ = put(folder, path)
    with visiting(folder, local=True) as client:
        wait_for_hit(client, "alert")
        paths = [
            "/sok?q=alert",
            f"/sok?q={evil}",
            f"/handling/{id_}/sida/1",
            "/arkiv",
            "/arkiv/handlingar",
            f"/person?namn={evil}",
            f"/arende?nummer={evil}",
            f"/uppdrag?owner={evil}",
            f"/nej/{evil}",
        ]
        for each in paths:
            text = client.get(each).text
            assert "<script>alert" not in text, each
            assert "<img src=x" not in text, each
        assert "&lt;script&gt;" in client.get(f"/handling/{id_}/sida/1").text
        feed = client.get("/sok.atom?q=alert").text
        assert "<script>" not in feed
        assert "text/html" not in client.get("/api/v1/search?q=alert").headers["content-type"]


def wait_for_hit(client: httpx.Client, query: str) -> None:
    for _ in range(150):
        if client.get("/api/v1/search", params={"q": query}).json()["total"]:
            return
        time.sleep(0.2)
    raise AssertionError(f"{query} was never found")


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2f..%2fpyproject.toml",
        "/handling/..%2f..%2farchive.sqlite/original",
        "/handling/../../etc/passwd/sida/1",
        "/punkt/..%2f..%2f",
        "/static//etc/passwd",
    ],
)
def test_paths_lead_nowhere_else(owner: httpx.Client, path: str) -> None:
    answer = owner.get(path)
    assert answer.status_code in (400, 404)
    assert "import" not in answer.text


@pytest.mark.parametrize(
    "onward",
    ["//evil.example", "https://evil.example", "/\\evil.example", "/x\r\nset-cookie: a=b", "x"],
)
def test_redirects_stay_here_and_carry_no_headers(owner: httpx.Client, onward: str) -> None:
    answer = owner.get("/sprak", params={"till": "en", "vidare": onward})
    assert answer.headers["location"] == "/"
    assert "a=b" not in str(answer.headers)


def test_what_is_too_large_is_refused(owner: httpx.Client) -> None:
    assert owner.get(f"/sok?q={'x' * 9000}").status_code == 414
    assert owner.get(f"/sok?q={'x' * 600}").status_code == 400
    assert owner.post("/sparade", content=b"x" * 300_000).status_code == 413
    form = {"content-type": "application/x-www-form-urlencoded"}
    stream = (b"x" * 9999 for _ in range(60))
    assert owner.post("/sparade", content=stream, headers=form).status_code == 413


@pytest.mark.parametrize(
    "query", ["page=0", "page=x", "first=2025-13-01", "sort=best", "page=99999", "first=nej"]
)
def test_values_that_cannot_be_meant_are_told(owner: httpx.Client, query: str) -> None:
    assert owner.get(f"/sok?{query}").status_code == 400
    assert owner.get(f"/api/v1/search?{query}").json()["error"]


# ------------------------------------------------------------------------------ uploads


def upload(client: httpx.Client, name: str, data: bytes) -> str:
    files = {"files": (name, data)}
    return client.post("/arkiv/filer", data={"csrf": token(client)}, files=files).text


def test_uploads_are_checked_and_read(owner: httpx.Client, folder: Path) -> None:
    assert "inte det som namnet säger" in upload(owner, "program.pdf", b"MZ\x90\x00" * 50)
    assert "inte det som namnet säger" in upload(owner, "a.txt", b"\x00\x01\x02" * 50)
    assert "filen är tom" in upload(owner, "tom.pdf", b"")
    assert "formatet läses inte" in upload(owner, "skript.html", b"<script>")
    assert not (folder / "inbox").exists()
    text = (
        "Minnesanteckningar 2025-02-03\nStyrelsen\n\n1. Vindskydd\nStyrelsen beslutar att köpa.\n"
    )
    upload(owner, "../../utanför.txt", text.encode())
    assert [path.name for path in (folder / "inbox").rglob("*.*")] == ["utanför.txt"]
    wait_for_hit(owner, "vindskydd")
    assert not owner.get("/arkiv/lage").json()["error"]


def test_a_broken_upload_is_told_and_harms_nothing(owner: httpx.Client) -> None:
    upload(owner, "trasig.pdf", b"%PDF-1.7\n" + b"rubbish" * 500)
    for _ in range(150):
        page = owner.get("/arkiv").text
        if "trasig.pdf</strong>" in page:
            break
        time.sleep(0.2)
    assert "trasig.pdf</strong>" in page


# ------------------------------------------------------------------------------ files to open


def test_no_cell_of_a_file_is_a_formula(folder: Path) -> None:
    evil = '=HYPERLINK("http://evil.example";"klicka")'
    with Archive.open(folder) as archive:
        known = next(iter(archive.facts(ActionItem)))
        where: Provenance = known.fact.provenance
        fact = ActionItem(None, evil, ("@SUM(A1)",), None, None, where)
        archive.correct(known.document_id, Verdict.CORRECTED, known.fact, fact, "test")
    with visiting(folder, local=True) as client:
        sheet = client.get("/uppdrag.csv?show=all").content.decode("utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(sheet), delimiter=";") for cell in row]
        assert f"'{evil}" in cells
        assert not [cell for cell in cells if re.match(r"\s*[=+@-]", cell)]
        book = openpyxl.load_workbook(io.BytesIO(client.get("/uppdrag.xlsx?show=all").content))
        found = [cell for row in book.worksheets[0] for cell in row if cell.value == evil]
        assert [cell.data_type for cell in found] == ["s"]


# ------------------------------------------------------------------------------ personal data


def test_check_digits_and_days_tell_personal_numbers() -> None:
    assert is_personal_number(NUMBER)
    assert is_personal_number("19811218-9876")
    assert is_personal_number("811278-9873"), "a coordination number"
    assert not is_personal_number("811218-9875"), "a wrong check digit"
    assert not is_personal_number("811318-9876"), "no such month"


def test_hiding_keeps_length_and_leaves_other_numbers() -> None:
    text = f"KS 2024/00123, 640 000 kronor, {NUMBER}, {PHONE}, 2025-05-22"
    assert len(hidden(text)) == len(text)
    assert NUMBER not in hidden(text)
    assert PHONE not in hidden(text)
    assert hidden(text).startswith("KS 2024/00123, 640 000 kronor, ")
    assert hidden(text).endswith("2025-05-22")


@pytest.fixture
def private(guest: httpx.Client, folder: Path, tmp_path: Path) -> tuple[httpx.Client, str]:
    """A client, and a document with personal data."""
    lines = ("Minnesanteckningar 2025-02-04", "Styrelsen", "", "1. Bygglov vid Myrhult")
    said = f"Sökanden, {NUMBER}, nås på {PHONE}."
    path = pdf(tmp_path / "bygglov.pdf", *lines, said, "Styrelsen beslutar att bifalla.")
    id_ = put(folder, path)
    log_in(guest, "editor")
    wait_for_hit(guest, "Myrhult")
    return guest, id_


def test_readers_see_no_personal_data(private: tuple[httpx.Client, str]) -> None:
    client, id_ = private
    client.cookies.clear()
    log_in(client, "reader")
    paths = [
        f"/handling/{id_}/sida/1",
        "/sok?q=Myrhult",
        "/sok.csv?q=Myrhult",
        "/sok.atom?q=Myrhult",
        "/api/v1/search?q=Myrhult",
        f"/api/v1/documents/{id_}/pages/1",
    ]
    paths.append("/punkt/" + client.get("/api/v1/search?q=Myrhult").json()["hits"][0]["unit"]["id"])
    for path in paths:
        answer = client.get(path)
        assert NUMBER not in answer.text, path
        assert PHONE not in answer.text, path
    assert "Personuppgifter är dolda" in client.get(paths[0]).text
    assert client.post("/personuppgifter", data={"show": 1, "csrf": "x"}).status_code == 403


def test_an_editor_sees_personal_data_after_asking_which_is_logged(
    private: tuple[httpx.Client, str], folder: Path
) -> None:
    client, id_ = private
    path = f"/handling/{id_}/sida/1"
    assert NUMBER not in client.get(path).text
    client.post("/personuppgifter", data={"show": 1, "back": path, "csrf": token(client)})
    assert NUMBER in client.get(path).text
    with Archive.open(folder) as archive:
        logged = [(event.user, event.what, event.about) for event in events(archive)]
    assert ("editor", "unmask", path) in logged


def test_personal_data_is_covered_on_pictures(
    private: tuple[httpx.Client, str], folder: Path
) -> None:
    client, id_ = private
    path = f"/handling/{id_}/sida/1/bild/1"
    with Archive.open(folder) as archive:
        document = archive.document(id_)
    page = document.pages[0]
    word = next(w for w in page.words if NUMBER in document.text[w.start : w.end])

    def light(data: bytes) -> float:
        """How much of the number's box is paper, 0 to 1."""
        image = Image.open(io.BytesIO(data)).convert("L")
        scale = image.width / page.width
        box = (word.box.x0 + 1, word.box.top + 1, word.box.x1 - 8, word.box.bottom - 1)
        pixels = image.crop(tuple(round(each * scale) for each in box)).tobytes()  # type: ignore[arg-type]
        return sum(value > 128 for value in pixels) / len(pixels)

    assert light(client.get(path).content) < 0.02
    client.post("/personuppgifter", data={"show": 1, "back": "/", "csrf": token(client)})
    assert light(client.get(path).content) > 0.4


def test_a_form_hides_personal_data_and_keeps_what_it_hid(folder: Path) -> None:
    said = f"Styrelsen beslutar att medlemmar ringer {PHONE} vid frågor."
    with Archive.open(folder) as archive:
        known = next(iter(archive.facts(Decision)))
        fact = msgspec.structs.replace(known.fact, text=said)
        archive.correct(known.document_id, Verdict.CORRECTED, known.fact, fact, "test")
        entry = next(e for e in archive.facts(Decision) if e.fact.text == said)
    with visiting(folder, local=True) as client:
        form = client.get(f"/granska/{entry.id}").text
        assert PHONE not in form
        shown = hidden(said)
        assert shown in form
        fields = {"csrf": token(client), "verdict": "corrected", "outcome": "other"}
        fields["agenda_item"] = fact.agenda_item or ""
        changed = client.post(f"/granska/{entry.id}", data=fields | {"text": f"{shown} Nej."})
        assert changed.status_code == 400
        kept = client.post(f"/granska/{entry.id}", data=fields | {"text": shown})
        assert kept.status_code == 303
    with Archive.open(folder) as archive:
        now = next(e for e in archive.facts(Decision) if e.fact.text == said)
    assert now.fact.outcome == "other"
