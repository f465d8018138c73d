"""The command `radslag`: the click group and the only place that tells people of errors."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cli import __version__
from cli.parameters import BaseUrl, Body, Range, Year
from cli.speech import _, counted, language, spoken
from corpus.errors import RadslagError
from corpus.terms import DocumentType, Outcome

if TYPE_CHECKING:
    from corpus.archive import Archive

# Commands import what they need when they run: `inspect` of a short file should not wait for
# libraries that other commands use.

Command = TypeVar("Command", bound=Callable[..., Any])

_ENGINES = ("tantivy", "whoosh")
_TYPES = tuple(each.value for each in DocumentType)
_OUTCOMES = tuple(each.value for each in Outcome)


_EXAMPLES = {
    "search": (
        "radslag search beslut IdP",
        "radslag search --body kommunstyrelsen --year 2024 parkering",
        'radslag search "§ 88 2021-03-10"',
    ),
    "export": (
        "radslag export actions -o uppdrag.xlsx",
        "radslag export actions --owner Lund --due-before 2024-06-01",
        "radslag export decisions --public --json",
    ),
    "show": (
        "radslag show KS 2024/88",
        "radslag show Ada Lund",
    ),
    "ingest": (
        "radslag ingest protokoll/",
        "radslag ingest --dry-run protokoll/",
    ),
}
"""What commands show below their help."""


def _examples(command: str) -> str:
    return "\n".join(("\b", "Exempel:", *(f"  {each}" for each in _EXAMPLES[command])))


class _Told(click.ClickException):
    """An error of ours on its way to the user."""

    def __init__(self, error: RadslagError) -> None:
        super().__init__(language().error(error))
        self.exit_code = error.exit_code  # type: ignore[misc]  # click says: set it

    def show(self, file: Any = None) -> None:
        click.echo(_("Fel: {0}", self.message), err=True)


class _Group(click.Group):
    """Speaks the user's language, and turns errors into messages.

    Tracebacks are for `--debug` only.
    """

    def main(self, *arguments: Any, **settings: Any) -> Any:
        with spoken(self) as told:
            return click.Group.main(told, *arguments, **settings)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except RadslagError as error:
            if _settings(ctx)["debug"]:
                raise
            raise _Told(error) from error
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            # Whoever read our output has had enough, as `head` does.
            sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - for the interpreter's end
            ctx.exit(0)
        except OSError as error:
            if _settings(ctx)["debug"]:
                raise
            raise _Told(_of_system(error, str(error.filename or ""))) from error
        except Exception as error:
            if _settings(ctx)["debug"]:
                raise
            what = f"oväntat fel ({type(error).__name__}: {error})."
            advice = "Kör om med `radslag --debug …` och anmäl felet med det som då skrivs ut."
            raise _Told(RadslagError(what, advice=advice)) from error


_SYSTEM = {
    errno.ENOENT: ("mappen eller filen finns inte.", "Kontrollera sökvägen."),
    errno.EACCES: ("behörighet saknas.", "Kontrollera rättigheterna."),
    errno.EPERM: ("behörighet saknas.", "Kontrollera rättigheterna."),
    errno.EROFS: ("disken går inte att skriva på.", "Välj en annan plats."),
    errno.ENOSPC: ("disken är full.", "Frigör plats och försök igen."),
    errno.EDQUOT: ("disken är full.", "Frigör plats och försök igen."),
    errno.ENOTDIR: ("en del av sökvägen är ingen mapp.", "Kontrollera sökvägen."),
    errno.EISDIR: ("det är en mapp, ingen fil.", "Kontrollera sökvägen."),
}
"""What the system says when it refuses, and what to do about it."""


def _of_system(error: OSError, where: str) -> RadslagError:
    known = _SYSTEM.get(error.errno or 0)
    what, advice = known or (f"{error.strerror or error}.", "")
    return RadslagError(what, where, advice)


def _settings(ctx: click.Context) -> dict[str, Any]:
    """What --archive, --engine and --debug say, wherever on the command line they stand."""
    found: dict[str, Any] = ctx.find_root().ensure_object(dict)
    found.setdefault("debug", False)
    return found


def _set(ctx: click.Context, parameter: click.Parameter, value: Any) -> None:
    settings = _settings(ctx)
    if value or parameter.name not in settings:
        settings[str(parameter.name)] = value


def _archive_option(command: Command) -> Command:
    return click.option(
        "--archive",
        envvar="RADSLAG_ARCHIVE",
        type=click.Path(file_okay=False, path_type=Path),
        metavar="MAPP",
        help="Arkivets mapp; annars miljövariabeln RADSLAG_ARCHIVE, annars datorns datamapp.",
        expose_value=False,
        callback=_set,
    )(command)


def _engine_option(command: Command) -> Command:
    return click.option(
        "--engine",
        type=click.Choice(_ENGINES),
        help="Sökmotor; annars den första av dem som är installerad.",
        expose_value=False,
        callback=_set,
    )(command)


def _workers_option(command: Command) -> Command:
    return click.option(
        "--workers",
        type=Range(1),
        metavar="ANTAL",
        default=os.cpu_count() or 1,
        help="Antal processer som läser; annars datorns kärnor.",
    )(command)


def _json_option(command: Command) -> Command:
    return click.option("--json", "as_json", is_flag=True, help="Skriv JSON, för andra program.")(
        command
    )


def _date(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    from datetime import date

    if value is None:
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise click.BadParameter(_("{0} är inget datum; skriv som 2024-05-31.", value)) from None


def _day(name: str, to: str, text: str) -> Callable[[Command], Command]:
    return click.option(name, to, metavar="DATUM", callback=_date, help=text)


def archive_folder(ctx: click.Context) -> Path:
    """The folder of the archive that the user means."""
    chosen: Path | None = _settings(ctx).get("archive")
    if chosen is not None:
        return chosen
    import platformdirs

    return platformdirs.user_data_path("radslag", appauthor=False)


def open_archive(ctx: click.Context, create: bool = False) -> Archive:
    """The archive that the user means; it is closed when the command ends."""
    from corpus.archive import Archive

    return ctx.with_resource(Archive.open(archive_folder(ctx), create))


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@_archive_option
@_engine_option
@click.option("--debug", is_flag=True, expose_value=False, callback=_set, help="Visa spårning.")
@click.version_option(__version__, message="%(prog)s %(version)s", help="Visa versionen.")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Rådslag läser nämnders och styrelsers handlingar och finner vad de beslutade."""
    import logging

    level = logging.DEBUG if _settings(ctx)["debug"] else logging.ERROR
    logging.basicConfig(level=level, stream=sys.stderr)


# ------------------------------------------------------------------------------ ingest


@cli.command(epilog=_examples("ingest"))
@click.argument(
    "paths",
    nargs=-1,
    metavar="SÖKVÄG…",
    type=click.Path(exists=True, path_type=Path),
)
@_workers_option
@click.option(
    "--reread",
    is_flag=True,
    help="Läs på nytt, ur originalen, det som en äldre version läste; utan SÖKVÄG hela arkivet.",
)
@click.option("--dry-run", is_flag=True, help="Visa vad som skulle läsas in, men läs inget.")
@_json_option
@_archive_option
@_engine_option
@click.pass_context
def ingest(
    ctx: click.Context,
    paths: tuple[Path, ...],
    workers: int,
    reread: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Läs in filer och mappar i arkivet. Det som redan är inläst hoppas över."""
    from cli import ingesting

    if not paths and not reread:
        raise click.UsageError(_("Ange vad som ska läsas in: en fil eller en mapp."))
    if dry_run:
        report = ingesting.survey(paths, archive_folder(ctx), reread)
    else:
        archive = open_archive(ctx, create=bool(paths))
        engine = _settings(ctx).get("engine")
        report = ingesting.run(paths, archive, workers, engine, reread)
    click.echo(
        ingesting.report_json(report) if as_json else ingesting.report_table(report, dry_run)
    )
    if _settings(ctx)["debug"]:
        ingesting.tell_details(report)
    ctx.exit(1 if report.failed else 0)


@cli.command()
@click.argument("file", metavar="FIL", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_json_option
def inspect(file: Path, as_json: bool) -> None:
    """Läs en fil utan arkiv och visa vad den säger."""
    from corpus.gold import gold_of
    from ingest.run.reading import records_of

    document, records = records_of(file)
    if as_json:
        from cli.render import as_json as dump

        click.echo(dump(gold_of(file.name, records)))
        return
    from cli.show import record_text

    for record in records:
        click.echo(record_text(document, record))


# ------------------------------------------------------------------------------ look


@cli.command(epilog=_examples("search"))
@click.argument("query", nargs=-1, metavar="FRÅGA…")
@click.option("--body", metavar="NAMN", type=Body(), help="Organets namn, eller en del av det.")
@click.option("--year", metavar="ÅR", type=Year(), help="Mötets år.")
@click.option("--type", "type_", type=click.Choice(_TYPES), help="Handlingens typ.")
@click.option("--outcome", type=click.Choice(_OUTCOMES), help="Beslutets utgång.")
@click.option("--person", metavar="NAMN", help="Någon som punkten gäller.")
@_day("--from", "first", "Möten från och med denna dag.")
@_day("--to", "last", "Möten till och med denna dag.")
@click.option("--limit", metavar="ANTAL", type=Range(1, 1000), default=10, help="Antal träffar.")
@click.option(
    "--sort",
    type=click.Choice(["relevance", "newest", "oldest"]),
    default="relevance",
    help="Ordning: bäst, nyast eller äldst först.",
)
@click.option(
    "--group",
    type=click.Choice(["case", "meeting"]),
    help="Visa träffarna ärende för ärende (case) eller möte för möte (meeting).",
)
@_json_option
@_archive_option
@_engine_option
@click.pass_context
def search(
    ctx: click.Context,
    /,
    query: tuple[str, ...],
    group: str | None,
    as_json: bool,
    **wanted: Any,
) -> None:
    """Sök punkter, beslut och uppdrag."""
    from cli import searching

    archive = open_archive(ctx)
    result = searching.search(archive, _settings(ctx).get("engine"), " ".join(query), **wanted)
    if as_json:
        click.echo(searching.answer_json(archive, result, group))
    else:
        click.echo(searching.answer_text(result, group))


@cli.command(epilog=_examples("show"))
@click.argument("asked", nargs=-1, required=True, metavar="ID|DIARIENUMMER|NAMN")
@_json_option
@_archive_option
@click.pass_context
def show(ctx: click.Context, asked: tuple[str, ...], as_json: bool) -> None:
    """Visa ett möte eller en punkt helt. Med diarienummer ett ärendes gång, med namn en person."""
    from cli import history
    from cli import show as showing
    from cli.render import as_json as dump
    from index.whole import find

    archive, name = open_archive(ctx), " ".join(asked)
    if over_time := history.find(archive, name):
        click.echo(dump(over_time) if as_json else history.as_text(archive, over_time))
        return
    found = find(archive, name)
    personal = showing.personal_of(archive, found)
    if as_json:
        click.echo(showing.as_json(found, personal))
        return
    click.echo(showing.as_text(found, personal, archive.noted()))
    if more := history.around(archive, found):
        click.echo(more)


@cli.command(epilog=_examples("export"))
@click.argument(
    "kind",
    metavar="LISTA",
    type=click.Choice(["actions", "decisions", "items", "participants", "meetings", "dates"]),
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["csv", "xlsx", "json", "md", "ics"]),
    help="Filformat; annars det som filnamnets ändelse säger, annars csv.",
)
@click.option(
    "-o",
    "--output",
    metavar="FIL",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Fil att skriva; annars skrivs listan ut.",
)
@click.option("--owner", metavar="NAMN", help="Del av namnet på den som ska göra något (actions).")
@click.option("--body", metavar="NAMN", type=Body(), help="Organets namn, eller en del av det.")
@_day("--from", "date_from", "Möten från och med denna dag.")
@_day("--to", "date_to", "Möten till och med denna dag.")
@_day("--due-before", "due_before", "Ska vara gjort före denna dag (actions).")
@click.option(
    "--public",
    is_flag=True,
    help="Utan personnummer, telefonnummer och privata adresser: för den som lämnar ut listan.",
)
@click.option(
    "--base-url",
    "base",
    metavar="ADRESS",
    type=BaseUrl(),
    default="",
    help="Webbsidornas adress, som länkarna ska leda till; annars nämns handlingen.",
)
@click.option("--past", is_flag=True, help="Ta med dagar som har varit i kalendern (ics).")
@click.option("--json", "as_json", is_flag=True, help="Samma som --format json.")
@_archive_option
@click.pass_context
def export(
    ctx: click.Context,
    /,
    kind: str,
    format_: str | None,
    output: Path | None,
    public: bool,
    base: str,
    past: bool,
    as_json: bool,
    **filters: Any,
) -> None:
    """Skriv en lista. LISTA: actions, decisions, items, participants, meetings, dates."""
    from corpus import export as exporting
    from corpus.calendars import without_past
    from corpus.entries import Filters

    suffix = output.suffix.lstrip(".").lower() if output else ""
    asked = "json" if as_json else format_
    if suffix and suffix != asked and (suffix in exporting.FORMATS) is bool(asked):
        known = ", ".join(f".{each}" for each in exporting.FORMATS)
        told = _("ändelsen .{0} säger inte detsamma som formatet; skriv en av {1}.", suffix, known)
        raise click.UsageError(told)
    chosen = asked or suffix or "csv"
    if chosen == "ics" and kind not in exporting.DATED:
        raise click.UsageError(_("ics finns bara för {0}.", ", ".join(exporting.DATED)))
    if chosen == "xlsx" and output is None:
        raise click.UsageError(_("xlsx kan inte skrivas ut här; ange en fil med -o FIL."))
    listing = exporting.listing(open_archive(ctx), kind, Filters(**filters), public, base)
    listing = exporting.translated(listing, language())
    upcoming = chosen == "ics" and not past
    shown = without_past(listing, date.today()) if upcoming else listing  # noqa: DTZ011 - local day
    data = exporting.FORMATS[chosen](shown)
    if output is None:
        click.echo(data, nl=False)
        return
    try:
        exporting.write(output, data)
    except OSError as error:
        raise _of_system(error, str(output)) from error
    count = sum(1 for _row in listing.rows)
    click.echo(_("{0}: {1} rader.", output, count), err=True)
    if chosen == "ics":
        _say_left_out(count, sum(1 for _event in listing.events), sum(1 for _each in shown.events))


def _say_left_out(rows: int, dated: int, written: int) -> None:
    """Say of a calendar how many rows of the list it lacks, and why."""
    if rows > dated:
        left_out = _("{0} rader utan datum ryms inte i en kalender.", rows - dated)
        click.echo(left_out, err=True)
    if dated > written:
        old = _("{0} dagar har varit eller är klara; --past tar med dem.", dated - written)
        click.echo(old, err=True)


# ------------------------------------------------------------------------------ care


@cli.command()
@_day("--since", "since", "Läs inte om original som var hela denna dag eller senare.")
@_json_option
@_archive_option
@_engine_option
@click.pass_context
def check(ctx: click.Context, since: str | None, as_json: bool) -> None:
    """Kontrollera att arkivet är helt. Gäller original, uppgifter, diarium och index."""
    from cli.render import as_json as dump
    from index.care import problems

    archive = open_archive(ctx)
    found = list(problems(archive, _settings(ctx).get("engine"), since))
    if as_json:
        click.echo(dump(found))
    else:
        for problem in found:
            click.echo(f"{problem.where}: {_(problem.what)}\n    {_(problem.advice)}")
        count = len(archive.documents(superseded=True))
        whole = _("Arkivet är helt: {0}.", counted("%(num)s handling", "%(num)s handlingar", count))
        click.echo(_("{0} fel.", len(found)) if found else whole)
    ctx.exit(1 if found else 0)


@cli.command()
@click.option("--csv", "as_csv", is_flag=True, help="Skriv varje sökväg som CSV.")
@_json_option
@_archive_option
@click.pass_context
def status(ctx: click.Context, as_csv: bool, as_json: bool) -> None:
    """Visa vad inläsningarna har sett, fil för fil, och vad det blev av var och en."""
    from cli import keeping

    archive = open_archive(ctx)
    if as_csv:
        click.echo(keeping.status_csv(archive), nl=False)
    else:
        click.echo(keeping.status_json(archive) if as_json else keeping.status_text(archive))


@cli.command()
@click.argument("document", metavar="HANDLING")
@click.option("--reason", metavar="TEXT", required=True, help="Varför den tas bort; det loggas.")
@click.option("--yes", is_flag=True, help="Fråga inte.")
@_archive_option
@_engine_option
@click.pass_context
def remove(ctx: click.Context, document: str, reason: str, yes: bool) -> None:
    """Ta bort en handling och allt som lästes ur den. HANDLING är dess id eller sökväg."""
    from cli import keeping

    archive = open_archive(ctx)
    if not yes:
        click.confirm(_("Ta bort {0} för gott?", document), abort=True)
    name = keeping.remove(archive, document, reason, _settings(ctx).get("engine"))
    click.echo(_("{0} är borttagen ur arkivet.", name))


@cli.command()
@click.argument("target", metavar="MAPP", type=click.Path(file_okay=False, path_type=Path))
@_archive_option
@click.pass_context
def backup(ctx: click.Context, target: Path) -> None:
    """Kopiera arkivet till en mapp, också medan det används. En äldre kopia fylls på."""
    from cli import keeping

    made = keeping.backup(open_archive(ctx), target)
    click.echo(
        _("Kopierat till {0}: {1} handlingar, {2} byte.", target, made.documents, made.bytes)
    )


@cli.command()
@click.argument(
    "copy",
    metavar="[KOPIA]",
    required=False,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option("--originals", is_flag=True, help="Bygg upp arkivet ur dess egna original.")
@_workers_option
@_archive_option
@_engine_option
@click.pass_context
def restore(ctx: click.Context, copy: Path | None, originals: bool, workers: int) -> None:
    """Återställ ett arkiv ur en säkerhetskopia, eller ur originalen när databasen är förlorad."""
    from cli import ingesting, keeping

    if (copy is None) != originals:
        raise click.UsageError(_("Ange antingen en säkerhetskopia eller --originals."))
    folder, engine = archive_folder(ctx), _settings(ctx).get("engine")
    if copy is not None:
        made = keeping.from_copy(copy, folder, engine)
        click.echo(_("Återställt till {0}: {1} handlingar.", folder, made.documents))
        return
    report = keeping.from_originals(folder, workers, engine)
    click.echo(ingesting.report_table(report, dry_run=False))
    ctx.exit(1 if report.failed else 0)


@cli.command()
@_archive_option
@_engine_option
@click.pass_context
def reindex(ctx: click.Context) -> None:
    """Bygg om sökindexet från arkivet."""
    from index.care import embed, rebuild

    archive = open_archive(ctx)
    count = rebuild(archive, _settings(ctx).get("engine"))
    click.echo(_("Indexet är byggt: {0} sökbara delar.", count))
    for done, total in embed(archive):
        click.echo(_("Betydelse uträknad: {0} av {1} handlingar.", done, total), err=True)


@cli.command()
@click.argument(
    "gold", metavar="FACIT", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option(
    "--documents",
    metavar="MAPP",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Handlingarnas mapp; annars mappen documents bredvid facit.",
)
@_workers_option
@click.option("--errors", is_flag=True, help="Lista det som missades och det som hittades på.")
@_json_option
@click.pass_context
def evaluate(
    ctx: click.Context,
    gold: Path,
    documents: Path | None,
    workers: int,
    errors: bool,
    as_json: bool,
) -> None:
    """Jämför läsningen med facit. Visar precision och täckning."""
    from cli import evaluating
    from cli.render import as_json as dump

    found = evaluating.evaluate(gold, documents or gold.parent / "documents", workers)
    click.echo(dump(found.figures()) if as_json else evaluating.as_text(found))
    if errors:
        for error in found.errors:
            click.echo("\t".join(error), err=as_json)
    ctx.exit(1 if found.failures else 0)


@cli.command()
@click.option(
    "--archive",
    metavar="MAPP",
    type=click.Path(file_okay=False, path_type=Path),
    help="Mapp för demoarkivet; annars en tillfällig mapp.",
)
@_workers_option
@_engine_option
@click.pass_context
def demo(ctx: click.Context, archive: Path | None, workers: int) -> None:
    """Visa allt på ett påhittat arkiv."""
    from cli import demo as showing

    failed = showing.run(archive, workers, _settings(ctx).get("engine"))
    ctx.exit(1 if failed else 0)


@cli.command()
@click.option(
    "--host",
    metavar="ADRESS",
    default="127.0.0.1",
    help="Adress att lyssna på; annars bara datorn själv.",
)
@click.option(
    "--port", metavar="PORT", type=Range(1, 65535), default=8620, help="Port; annars 8620."
)
@click.option("--login", is_flag=True, help="Kräv inloggning också på 127.0.0.1 (TLS framför).")
@_archive_option
@_engine_option
@click.pass_context
def serve(ctx: click.Context, host: str, port: int, login: bool) -> None:
    """Visa arkivet som webbsidor."""
    from cli import serving

    serving.serve(archive_folder(ctx), _settings(ctx).get("engine"), host, port, login)


@cli.group()
def user() -> None:
    """Sköt användare som loggar in på webbsidorna."""


@user.command("add")
@click.argument("name", metavar="NAMN")
@click.option(
    "--role",
    type=click.Choice(["reader", "editor", "archivist"]),
    default="reader",
    help="reader läser, editor rättar och följer upp, archivist lägger till filer.",
)
@click.option(
    "--full-name",
    metavar="NAMN",
    default="",
    help="Namnet som handlingarna har, för ”Mina uppdrag”.",
)
@click.password_option(
    metavar="LÖSENORD", prompt="Lösenord", help="Lösenordet; annars frågas det efter."
)
@_archive_option
@click.pass_context
def user_add(ctx: click.Context, name: str, role: str, full_name: str, password: str) -> None:
    """Lägg till en användare, eller byt lösenord och roll."""
    from cli.serving import add_user

    add_user(open_archive(ctx, create=True), name, full_name, role, password)
    click.echo(_("{0} kan logga in som {1}.", name, role))


@user.command("list")
@_archive_option
@click.pass_context
def user_list(ctx: click.Context) -> None:
    """Lista användarna."""
    from cli.render import table
    from corpus.staff import users

    found = users(open_archive(ctx))
    click.echo(table([(u.name, u.role, u.full_name) for u in found]) or _("Inga användare."))


@user.command("remove")
@click.argument("name", metavar="NAMN")
@_archive_option
@click.pass_context
def user_remove(ctx: click.Context, name: str) -> None:
    """Ta bort en användare."""
    from corpus.staff import remove_user

    remove_user(open_archive(ctx), name)
    click.echo(_("{0} är borttagen.", name))


def main() -> None:
    """Run the command line."""
    cli(prog_name="radslag")


if __name__ == "__main__":
    main()
