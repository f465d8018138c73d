"""Office files: zip packages of XML, opened with defences against bombs."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from corpus.errors import UnreadableError

# A package that unpacks to more than this, or of more parts, is no document of words.
_MAX_BYTES = 256 * 2**20
_MAX_XML = 64 * 2**20
_MAX_PARTS = 20_000
_MAX_RATIO = 400
_MAX_DEPTH = 200
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_USUAL = b"http://schemas.openxmlformats.org/"
_PURL = b"http://purl.oclc.org/ooxml/"
_STRICT = {
    _PURL + b"officeDocument/relationships": _USUAL + b"officeDocument/2006/relationships",
    _PURL + b"wordprocessingml/main": _USUAL + b"wordprocessingml/2006/main",
    _PURL + b"presentationml/main": _USUAL + b"presentationml/2006/main",
    _PURL + b"drawingml/": _USUAL + b"drawingml/2006/",
}
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A protected Office file is a compound file with this stream (MS-OFFCRYPTO 2.3), in UTF-16.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class Package:
    """An open office file. Every way to read of it raises UnreadableError for a hostile one."""

    def __init__(self, path: Path, data: bytes | None = None) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path if data is None else io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError) as error:
            if _is_protected(path):
                raise protected(path) from error
            raise self.refuse("filen är trasig eller ingen kontorsfil.") from error
        parts = self._zip.infolist()
        if len(parts) > _MAX_PARTS or sum(p.file_size for p in parts) > _MAX_BYTES:
            raise self.refuse("filen packas upp till mer än en handling kan rymma.")
        if any(p.flag_bits & 1 for p in parts):
            raise protected(path)
        self.names = frozenset(p.filename for p in parts)

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def refuse(self, what: str) -> UnreadableError:
        """The error that says what is wrong with the file."""
        advice = "Öppna den i programmet den gjordes i och spara den på nytt."
        return UnreadableError(what, str(self.path), advice)

    def data(self, name: str) -> bytes:
        """The bytes of a part."""
        try:
            info = self._zip.getinfo(name)
            if info.file_size > _MAX_XML or (
                info.file_size > 2**20 and info.file_size > _MAX_RATIO * max(info.compress_size, 1)
            ):
                raise self.refuse(f"delen {name} är packad som en zip-bomb.")
            return self._zip.read(name)
        except (KeyError, zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as error:
            raise self.refuse(f"delen {name} saknas eller är trasig.") from error
        except Exception as error:  # zlib.error and whatever a packing method may raise
            if isinstance(error, UnreadableError):
                raise
            raise self.refuse(f"delen {name} går inte att packa upp.") from error

    def xml(self, name: str) -> Element:
        """The root element of a part; document types and entities are refused.

        Names of Strict Open XML (ISO/IEC 29500) are those of the transitional form.
        """
        data = self.data(name)
        for strict, usual in _STRICT.items() if b"purl.oclc.org/ooxml" in data else ():
            data = data.replace(strict, usual)
        try:
            root: Element = fromstring(data, forbid_dtd=True)
        except DefusedXmlException as error:
            raise self.refuse(f"delen {name} definierar entiteter, som en bomb gör.") from error
        except (ParseError, ValueError, LookupError) as error:
            raise self.refuse(f"delen {name} är inte XML.") from error
        if _deeper(root, _MAX_DEPTH):
            raise self.refuse(f"delen {name} är nästlad för djupt.")
        return root

    def inner(self, name: str) -> Package:
        """A part that is an office file of its own."""
        return Package(self.path, self.data(name))

    def optional(self, name: str) -> Element | None:
        """The root element of a part, or None where there is no such part."""
        return self.xml(name) if name in self.names else None

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """Relations of an OOXML part: id → (kind, name of the part it points at)."""
        folder = PurePosixPath(name).parent
        root = self.optional(str(folder / "_rels" / f"{PurePosixPath(name).name}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for rel in root if root is not None else ():
            if rel.get("TargetMode") == "External":
                continue
            target = _resolve(folder, rel.get("Target", ""))
            found[rel.get("Id", "")] = (rel.get("Type", "").rsplit("/", 1)[-1], target)
        return found


def _resolve(folder: PurePosixPath, target: str) -> str:
    """The part's name; a target is seen from its folder, or from the root if it begins there."""
    if target.startswith("/"):
        return target[1:]
    parts: list[str] = []
    for piece in (folder / target).parts:
        if piece == "..":
            parts = parts[:-1]
        elif piece != ".":
            parts.append(piece)
    return "/".join(parts)


def _deeper(root: Element, limit: int) -> bool:
    """Whether elements are nested more than `limit` deep."""
    level = [root]
    for _ in range(limit):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True


def properties(root: Element | None) -> tuple[tuple[str, str], ...]:
    """What the file says of itself: the texts of a flat part such as docProps/core.xml."""
    meta = root.find(f"{_OFFICE}meta") if root is not None else None
    elements = root.iter() if root is not None and meta is None else meta or ()
    return tuple(
        (element.tag.rsplit("}", 1)[-1], element.text.strip())
        for element in elements
        if element.text and element.text.strip()
    )


def flat(path: Path) -> Element:
    """The root of an office file that is one XML file. Raises UnreadableError."""
    data = path.read_bytes()
    advice = "Öppna den i programmet den gjordes i och spara den på nytt."
    try:
        if len(data) > _MAX_XML:
            raise ValueError("too large")
        root: Element = fromstring(data, forbid_dtd=True)
    except (DefusedXmlException, ParseError, ValueError, LookupError) as error:
        what = "filen är inte XML, eller definierar entiteter som en bomb gör."
        raise UnreadableError(what, str(path), advice) from error
    if _deeper(root, _MAX_DEPTH):
        raise UnreadableError("filen är nästlad för djupt.", str(path), advice)
    return root


def _is_protected(path: Path) -> bool:
    data = path.read_bytes()
    return data.startswith(_COMPOUND) and _ENCRYPTED in data


def protected(path: Path) -> UnreadableError:
    """The error that says that a file has a password, and what to do."""
    advice = "Öppna den med lösenordet, ta bort lösenordet och spara den på nytt."
    return UnreadableError("filen är skyddad med lösenord.", str(path), advice)
