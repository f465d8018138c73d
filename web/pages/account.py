"""Logging in and out, one's password, language, personal data, the accessibility statement."""

from __future__ import annotations

import secrets
import time
from math import ceil

import msgspec
from msgspec.structs import replace
from starlette.exceptions import HTTPException
from starlette.responses import Response

from corpus.errors import UsageError
from corpus.language import LANGUAGES
from corpus.staff import log, logged_in, set_user, user_named
from web.asking import UNMASKED_SECONDS, Ask, Text, go, local_path
from web.guard import Attempts, Session
from web.looks import page


class _Onward(msgspec.Struct):
    vidare: Text = "/"
    till: Text = ""


class _Login(msgspec.Struct):
    name: Text = ""
    password: Text = ""
    vidare: Text = "/"


class _Showing(msgspec.Struct):
    show: int = 0
    back: Text = "/"


def login_page(ask: Ask) -> Response:
    """The form to log in by."""
    return page(ask, "login.html", error="", name="", onward=ask.query(_Onward).vidare)


def login(ask: Ask) -> Response:
    """Begin a session if name and password are right; after some failures one must wait."""
    given = ask.posted(_Login)
    attempts: Attempts = ask.request.state.attempts
    client = ask.request.client
    address = client.host if client else ""
    if wait := attempts.begin(given.name, address):
        error = ask.language.text("För många försök. Vänta {0} sekunder.", ceil(wait))
        return page(ask, "login.html", 429, error=error, name=given.name, onward=given.vidare)
    user = logged_in(ask.archive, given.name, given.password)
    if user is None:
        log(ask.archive, given.name, "login_failed")
        error = ask.language.text("Namnet eller lösenordet är fel.")
        return page(ask, "login.html", 401, error=error, name=given.name, onward=given.vidare)
    attempts.succeeded(given.name, address)
    # A new token, so that what the browser had before the login is worth nothing after it.
    renewed = Session(user=user.name, stamp=user.stamp, language=ask.session.language)
    _replace(ask.session, renewed)
    log(ask.archive, user.name, "login")
    return go(local_path(given.vidare))


class _NewPassword(msgspec.Struct):
    password: str = ""
    new: str = ""
    again: str = ""


def own_page(ask: Ask) -> Response:
    """Who one is logged in as, and the form to change one's password."""
    if ask.site.local:  # nobody has logged in
        raise HTTPException(404)
    return page(ask, "account.html", error="", changed=False)


def change_password(ask: Ask) -> Response:
    """Change one's own password; other sessions of the same user end by it."""
    given = ask.posted(_NewPassword)
    attempts: Attempts = ask.request.state.attempts
    client = ask.request.client
    address = client.host if client else ""
    user, error = None, ""
    if wait := attempts.begin(ask.who.name, address):
        error = ask.language.text("För många försök. Vänta {0} sekunder.", ceil(wait))
    elif (user := logged_in(ask.archive, ask.who.name, given.password)) is None:
        error = ask.language.text("Det nuvarande lösenordet är fel.")
    elif given.new != given.again:
        error = ask.language.text("De två nya lösenorden är inte lika.")
    else:
        try:
            set_user(ask.archive, ask.who.name, ask.who.full_name, ask.who.role, given.new)
        except UsageError as refused:
            error = ask.language.error(refused)
    if user:
        attempts.succeeded(ask.who.name, address)
    if error:
        return page(ask, "account.html", 400, error=error, changed=False)
    user = user_named(ask.archive, ask.who.name)
    _replace(ask.session, replace(ask.session, stamp=user.stamp if user else ""))
    log(ask.archive, ask.who.name, "change_password")
    return page(ask, "account.html", error="", changed=True)


def logout(ask: Ask) -> Response:
    """End the session."""
    _replace(ask.session, Session(language=ask.session.language))
    return go("/logga-in")


def _replace(session: Session, other: Session) -> None:
    for name in session.__struct_fields__:
        setattr(session, name, getattr(other, name))
    session.csrf = secrets.token_urlsafe(24)


def language(ask: Ask) -> Response:
    """Change the language of the pages."""
    wanted = ask.query(_Onward)
    if wanted.till in LANGUAGES:
        ask.session.language = wanted.till
    return go(local_path(wanted.vidare))


def unmask(ask: Ask) -> Response:
    """Show personal data for a while, or hide it again; that it was shown is logged."""
    wanted = ask.posted(_Showing)
    ask.session.unmasked = int(time.time()) + UNMASKED_SECONDS if wanted.show else 0
    log(ask.archive, ask.who.name, "unmask" if wanted.show else "mask", wanted.back)
    return go(local_path(wanted.back))


def statement(ask: Ask) -> Response:
    """The accessibility statement (tillgänglighetsredogörelse)."""
    return page(ask, "statement.html")
