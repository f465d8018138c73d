"""Mail (EML, MSG): the letter is the envelope, and each attachment a document of its own."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage, Message
from pathlib import Path

import olefile

from corpus.errors import UnreadableError
from corpus.model import Document
from ingest.read import html
from ingest.read.build import Extras, build
from ingest.read.bundle import Bundle
from ingest.read.draft import Gathered, Paragraph
from ingest.read.encoding import decoded

_HEADS = (
    ("From", "Från"),
    ("To", "Till"),
    ("Cc", "Kopia"),
    ("Date", "Skickat"),
    ("Subject", "Ämne"),
)
# Streams of Outlook's files by the numbers of their properties (MS-OXPROPS).
_SUBJECT, _BODY, _HTML, _FROM, _TO, _CC = "0037", "1000", "1013", "0C1A", "0E04", "0E03"
_LONG_NAME, _NAME, _DATA = "3707", "3704", "3701"
_MAX_BODY = 20_000_000


def read(path: Path, depth: int = 0) -> Document:
    """A letter and its attachments as one document. Raises UnreadableError."""
    data = path.read_bytes()
    bundle = Bundle(path, "message/rfc822", depth)
    if path.suffix.lower() == ".msg":
        about = _outlook(path, bundle)
    else:
        about = _internet(path, data, bundle)
    return bundle.document(data, about)


def _letter(bundle: Bundle, heads: dict[str, str], text: str, page: bytes | None) -> None:
    """The letter itself, as the first member."""
    out = Gathered()
    for label, value in heads.items():
        out.add(Paragraph(f"{label}: {value}"))
    if text.strip() or page is None:
        gap = 1.0
        for line in text[:_MAX_BODY].splitlines():
            out.add(Paragraph(line, gap=gap))
            gap = 0.0 if line.strip() else 1.0
    else:
        html.read_into(page[:_MAX_BODY], out)
    made = build(bundle.path, b"", "message/rfc822", out.pages, out.tables, Extras())
    bundle.members.insert(0, ("", made))


def _internet(path: Path, data: bytes, bundle: Bundle) -> tuple[tuple[str, str], ...]:
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not message.keys():
        raise UnreadableError(
            "filen är inget brev.", str(path), "Ge den det filnamnsslut som den ska ha."
        )
    heads = {label: str(message[name]) for name, label in _HEADS if message[name]}
    texts: list[str] = []
    page: bytes | None = None
    for part in _parts(message):
        kind = part.get_content_type()
        name = part.get_filename()
        if kind == "message/rfc822":
            held = part.get_payload(0)
            if isinstance(held, Message):
                bundle.add(name or "vidarebefordrat.eml", held.as_bytes())
        elif name:
            content = part.get_payload(decode=True)
            bundle.add(name, content if isinstance(content, bytes) else b"")
        elif kind == "text/plain" and isinstance(part, EmailMessage):
            texts.append(_content(part))
        elif kind == "text/html" and page is None:
            content = part.get_payload(decode=True)
            page = content if isinstance(content, bytes) else None
    _letter(bundle, heads, "\n".join(texts), page)
    return tuple(heads.items())


def _parts(message: Message) -> Iterator[Message]:
    """The parts of a letter that hold something; a letter within it is one."""
    if message.get_content_type() == "message/rfc822" or not message.is_multipart():
        yield message
        return
    for part in message.get_payload():
        if isinstance(part, Message):
            yield from _parts(part)


def _content(part: EmailMessage) -> str:
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    charset = part.get_content_charset() or "ascii"
    try:
        if charset not in ("us-ascii", "ascii", "iso-8859-1"):
            return raw.decode(charset)
    except (LookupError, UnicodeDecodeError):
        pass
    found = decoded(raw)
    return found.text if found else ""


def _outlook(path: Path, bundle: Bundle) -> tuple[tuple[str, str], ...]:
    """A letter saved by Outlook (MS-OXMSG): a compound file with a stream for each property."""
    try:
        with olefile.OleFileIO(str(path)) as store:
            heads = {
                label: value
                for number, label in (
                    (_FROM, "Från"),
                    (_TO, "Till"),
                    (_CC, "Kopia"),
                    (_SUBJECT, "Ämne"),
                )
                if (value := _string(store, [], number))
            }
            _letter(bundle, heads, _string(store, [], _BODY), _bytes(store, [], _HTML))
            places = {e[0] for e in store.listdir() if e[0].startswith("__attach_version1.0_")}
            for place in sorted(places):
                name = _string(store, [place], _LONG_NAME) or _string(store, [place], _NAME)
                held = _bytes(store, [place], _DATA)
                if held is not None:
                    bundle.add(name or "utan namn", held)
                else:
                    bundle.remarks.append(f"{name or 'ett bifogat brev'} lästes inte")
    except (OSError, ValueError, IndexError) as error:
        raise UnreadableError("brevet är trasigt.", str(path), "Spara det på nytt.") from error
    return tuple(heads.items())


def _string(store: olefile.OleFileIO, place: list[str], number: str) -> str:
    for kind, encoding in (("001F", "utf-16-le"), ("001E", "cp1252")):
        name = [*place, f"__substg1.0_{number}{kind}"]
        if store.exists(name):
            return str(store.openstream(name).read().decode(encoding, "replace")).rstrip("\0")
    return ""


def _bytes(store: olefile.OleFileIO, place: list[str], number: str) -> bytes | None:
    name = [*place, f"__substg1.0_{number}0102"]
    return bytes(store.openstream(name).read()) if store.exists(name) else None
