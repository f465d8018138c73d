"""The commands `serve` and `user`: the staff's web page, and who may log in to it."""

from __future__ import annotations

import contextlib
import signal
import socket
import sys
from ipaddress import ip_address
from pathlib import Path

import click

from cli.speech import _
from corpus.archive import Archive
from corpus.errors import UsageError
from corpus.staff import Role, set_user, users


def is_local(host: str) -> bool:
    """Whether an address can be reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def serve(folder: Path, engine: str | None, host: str, port: int, login: bool) -> None:
    """Serve the pages until interrupted. Raises UsageError when they cannot be served so."""
    local = is_local(host) and not login
    if not local:
        _demand_users(folder)
    import uvicorn

    from web.app import create_app
    from web.patience import Patient
    from web.site import Site

    try:
        listening = socket.create_server((host, port), family=_family(host), reuse_port=False)
    except OSError as error:
        what = f"adressen {host}:{port} går inte att använda ({error.strerror or error})."
        raise UsageError(what, advice="Välj en annan med --port eller --host.") from error
    site = Site(folder, engine, local)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}/"
    click.echo(_("Rådslag visas på {0} (avbryt med Ctrl+C).", address), err=True)
    if not is_local(host):
        told = _("Trafiken är inte krypterad. Sätt en server med TLS framför, se docs/web.md.")
        click.echo(told, err=True)
    # A server with TLS in front on the same machine says so in headers; no other is believed.
    config = uvicorn.Config(
        create_app(site),
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips="127.0.0.1",
        timeout_keep_alive=30,
        timeout_graceful_shutdown=10,
        http=Patient,
    )
    # Uvicorn sends itself the signal again when it is done; end in order then too.
    signal.signal(signal.SIGTERM, lambda *signals: sys.exit(0))
    try:
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run([listening])
    finally:
        if site.adding.cut_off:
            told = _(
                "Inläsningen avbröts. Det som hann läsas är helt; resten läses när servern "
                "startas igen."
            )
            click.echo(told, err=True)


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _demand_users(folder: Path) -> None:
    with Archive.open(folder, create=True) as archive:
        if not users(archive):
            raise UsageError(
                "sidan måste ha användare som loggar in för att nås från andra datorer.",
                advice="Lägg till den första med `radslag user add NAMN --role archivist`.",
            )


def add_user(archive: Archive, name: str, full_name: str, role: str, password: str) -> None:
    """Add a user, or give one a new password and role."""
    set_user(archive, name, full_name, Role(role), password)
