"""What the values of the model are called in Swedish, for people."""

from __future__ import annotations

OUTCOMES = {
    "approved": "bifall",
    "rejected": "avslag",
    "referred_back": "återremiss",
    "tabled": "bordlagt",
    "noted": "noterat",
    "assigned": "uppdrag",
    "elected": "val",
    "proposed": "förslag till annan instans",
    "open": "öppen fråga",
    "other": "annat",
}
TYPES = {
    "minutes": "protokoll",
    "notes": "anteckningar",
    "notice": "kallelse",
    "slides": "bildspel",
    "extract": "protokollsutdrag",
    "report": "annan handling",
}
ATTENDANCE = {
    "member": "närvarande",
    "serving_substitute": "tjänstgörande ersättare",
    "substitute": "ersättare",
    "other": "övrig",
    "absent": "frånvarande",
}
FIELDS = {
    "organisation": "Organisation",
    "body": "Organ",
    "date": "Datum",
    "start": "Börjar",
    "end": "Slutar",
    "place": "Plats",
    "document_type": "Handlingens slag",
}
"""What a document says of its meeting and itself."""
PERSONAL = {
    "personal_number": "personnummer",
    "phone": "telefonnummer",
    "address": "privat adress",
}
STATEMENTS = {
    "motion": "yrkande",
    "reservation": "reservation",
    "special_opinion": "särskilt yttrande",
    "recusal": "jäv",
    "note": "anteckning",
}
