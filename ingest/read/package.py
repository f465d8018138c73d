"""Office files: zip packages of XML, opened with defences against bombs."""

from __future__ import annotations

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


class Package:
    """An open office file. Every way to read of it raises UnreadableError for a hostile one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, ValueError) as error:
            raise self.refuse("filen är trasig eller ingen kontorsfil.") from error
        parts = self._zip.infolist()
        if len(parts) > _MAX_PARTS or sum(p.file_size for p in parts) > _MAX_BYTES:
            raise self.refuse("filen packas upp till mer än en handling kan rymma.")
        if any(p.flag_bits & 1 for p in parts):
            raise self.refuse("filen är skyddad med lösenord.")
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
        """The root element of a part; document types and entities are refused."""
        try:
            root: Element = fromstring(self.data(name), forbid_dtd=True)
        except DefusedXmlException as error:
            raise self.refuse(f"delen {name} definierar entiteter, som en bomb gör.") from error
        except (ParseError, ValueError, LookupError) as error:
            raise self.refuse(f"delen {name} är inte XML.") from error
        if _deeper(root, _MAX_DEPTH):
            raise self.refuse(f"delen {name} är nästlad för djupt.")
        return root

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


def properties(package: Package, name: str) -> tuple[tuple[str, str], ...]:
    """What the file says of itself: the texts of a flat part such as docProps/core.xml."""
    root = package.optional(name)
    if root is None:
        return ()
    return tuple(
        (element.tag.rsplit("}", 1)[-1], element.text.strip())
        for element in root.iter()
        if element.text and element.text.strip()
    )
