"""Old formats (DOC, XLS, PPT, RTF …), by LibreOffice where it is installed.

It runs without a window, with a profile of its own in which macros are off and no link is
followed, within the limits of the child process that reads; what it writes is read like any
other file of that kind.
"""

from __future__ import annotations

import atexit
import shutil
import struct
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import olefile

from corpus.errors import UnreadableError
from corpus.model import Document
from ingest.read import docx, pptx, sheets
from ingest.read.package import protected

KINDS = {
    ".doc": "docx", ".dot": "docx", ".rtf": "docx", ".wps": "docx", ".wpd": "docx", ".sxw": "docx",
    ".ppt": "pptx", ".pps": "pptx", ".pot": "pptx", ".sxi": "pptx",
    ".xls": "xlsx", ".xlt": "xlsx", ".sxc": "xlsx",
}  # fmt: skip
"""What each old format is made into."""
_READERS = {"docx": docx.read, "pptx": pptx.read, "xlsx": sheets.read}
_SECONDS = 120
_FILEPASS = 0x2F
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""


def program() -> str | None:
    """The path of LibreOffice; None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def read(path: Path) -> Document:
    """The document of an old file. Raises UnreadableError, also where LibreOffice is missing."""
    office = program()
    suffix = path.suffix.lower()
    if office is None:
        what = f"formatet {suffix} läses med LibreOffice, som inte är installerat."
        advice = (
            "Installera LibreOffice (paketet libreoffice-core med -writer, -calc och -impress)."
        )
        raise UnreadableError(what, str(path), advice)
    kind = KINDS[suffix]
    if _is_protected(path):
        raise protected(path)
    with tempfile.TemporaryDirectory(prefix="radslag-") as folder:
        made = _made(office, path, kind, Path(folder))
        document = _READERS[kind](made)
    source = path.read_bytes()
    return _renamed(document, path, source)


def _is_protected(path: Path) -> bool:
    """Whether an old Office file has a password: Word's FIB says so, Excel's FILEPASS record."""
    try:
        with olefile.OleFileIO(str(path)) as store:
            if store.exists("WordDocument"):
                head = store.openstream("WordDocument").read(12)
                return len(head) == 12 and bool(head[11] & 1)
            if store.exists("Workbook"):
                return _has_filepass(store.openstream("Workbook").read(4096))
    except (OSError, ValueError):
        return False
    return False


def _has_filepass(records: bytes) -> bool:
    at = 0
    while at + 4 <= len(records):
        kind, size = struct.unpack_from("<HH", records, at)
        if kind == _FILEPASS:
            return True
        at += 4 + size
    return False


def _made(office: str, path: Path, kind: str, folder: Path) -> Path:
    """The file that LibreOffice makes of another."""
    named = folder / f"fil{path.suffix.lower()}"
    shutil.copyfile(path, named)
    command = [
        office, f"-env:UserInstallation={_profile().as_uri()}", "--headless", "--norestore",
        "--nolockcheck", "--nodefault", "--convert-to", kind, "--outdir", str(folder / "ut"),
        str(named),
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired as error:
        what = f"LibreOffice blev inte klart på {_SECONDS} sekunder."
        raise UnreadableError(what, str(path), "Spara filen i ett nyare format.") from error
    made = folder / "ut" / f"fil.{kind}"
    if not made.is_file():
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        what = f"LibreOffice kunde inte öppna filen ({said[0] if said else done.returncode})."
        if b"password" in done.stderr.lower() or b"encrypt" in done.stderr.lower():
            what = "filen är skyddad med lösenord."
        raise UnreadableError(what, str(path), "Öppna den i programmet den gjordes i.")
    return made


@cache
def _profile() -> Path:
    """A profile of this process alone; it goes with it."""
    folder = tempfile.mkdtemp(prefix="radslag-office-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    user = Path(folder) / "user"
    user.mkdir()
    (user / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
    return Path(folder)


def _renamed(document: Document, path: Path, data: bytes) -> Document:
    """The document as that of the file it was made of."""
    import hashlib

    import msgspec

    from corpus.model import Source

    sha = hashlib.sha256(data).hexdigest()
    source = Source(path.absolute().as_uri(), sha)
    remark = f"filen är gjord om av LibreOffice från {path.suffix.lower()}"
    return msgspec.structs.replace(
        document, id=sha, source=source, remarks=(remark, *document.remarks)
    )
