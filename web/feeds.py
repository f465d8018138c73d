"""Atom feeds (RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

import msgspec
from starlette.responses import Response

from web.asking import Ask

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class FeedEntry(msgspec.Struct, frozen=True):
    """One item of a feed."""

    id: str
    title: str
    address: str
    updated: str
    summary: str


def atom(ask: Ask, title: str, address: str, entries: Iterable[FeedEntry]) -> Response:
    """A feed; it is as new as its newest entry."""

    def text(value: str) -> str:
        return escape(_NOT_XML.sub(" ", ask.hide(value)))

    items = list(entries)
    updated = max((entry.updated for entry in items), default="1970-01-01T00:00:00Z")
    own = f"{ask.root}{ask.here}"
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="sv">',
        f"<title>{text(title)}</title><id>{escape(own)}</id><updated>{updated}</updated>",
        "<author><name>Rådslag</name></author>",
        f'<link rel="self" href={quoteattr(own)}/><link href={quoteattr(address)}/>',
    ]
    lines += [
        f"<entry><title>{text(entry.title)}</title><id>{escape(entry.id)}</id>"
        f"<updated>{entry.updated}</updated><link href={quoteattr(entry.address)}/>"
        f"<summary>{text(entry.summary)}</summary></entry>"
        for entry in items
    ]
    lines.append("</feed>\n")
    return Response("\n".join(lines), media_type="application/atom+xml")
