"""Words that commands are given and facts are told in, apart so that commands read them fast.

`corpus.model` gives them out with the other types.
"""

from __future__ import annotations

from enum import StrEnum


class DocumentType(StrEnum):
    """Kind of document (handlingstyp)."""

    MINUTES = "minutes"  # protokoll
    NOTES = "notes"  # minnesanteckningar, mötesanteckningar
    NOTICE = "notice"  # kallelse, dagordning, föredragningslista
    SLIDES = "slides"  # bildspel
    EXTRACT = "extract"  # protokollsutdrag
    REPORT = "report"  # annat


class Outcome(StrEnum):
    """How a matter was decided (beslutsutgång)."""

    APPROVED = "approved"  # bifalles, godkänns, antas
    REJECTED = "rejected"  # avslås
    REFERRED_BACK = "referred_back"  # återremitteras
    TABLED = "tabled"  # bordläggs, utgår
    NOTED = "noted"  # noteras, läggs till handlingarna
    ASSIGNED = "assigned"  # uppdrag ges
    ELECTED = "elected"  # val
    PROPOSED = "proposed"  # föreslår annan instans
    OPEN = "open"  # ställt som fråga
    OTHER = "other"
