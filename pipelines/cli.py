"""The ``abide`` command: which words there are, and how every mistake ends.

What belongs here: the words, their options, and the exit codes. What a word does belongs to ``pipelines.commands``,
each imported only when it is said, so that ``abide --help`` and ``abide check`` start at once.

Exit codes: 0 every promise is kept or attested · 1 a promise is broken or could not be proved · 2 the tool failed, or
the command line was wrong · 3 the configuration is wrong · 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli_ledger import register
from pipelines.cli_subject import register as register_rights
from rules.errors import AbideError, ConfigurationError

app = typer.Typer(
    name="abide",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Proves, every night, that an organisation's data keeps the promises in its privacy notice.",
    epilog="Exit codes: 0 kept or attested, 1 broken or not proved, 2 the tool failed, 3 the configuration is wrong.",
)
new_app = typer.Typer(no_args_is_help=True, help="Write one new file, with examples, to start from.")
app.add_typer(new_app, name="new")
subjects = typer.Typer(no_args_is_help=True, help="The people whom the records are about.")
app.add_typer(subjects, name="subject")

Folders = Annotated[list[Path], typer.Argument(metavar="FOLDER", help="Controllers' folders.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON on standard output, and nothing else there.")]
InFolder = Annotated[
    Path | None, typer.Option("--folder", metavar="FOLDER", help="The controller's folder the file is for.")
]


@app.command()
def scan(
    folders: Folders,
    as_of: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The day to judge on, YYYY-MM-DD or today. Required: it has no default."),
    ] = None,
    as_json: AsJson = False,
    sarif: Annotated[bool, typer.Option("--sarif", help="SARIF 2.1.0 of broken clauses on standard output.")] = False,
    store: Annotated[
        list[str] | None, typer.Option(metavar="STORE", help="Read this store only; may be repeated.")
    ] = None,
    rule: Annotated[
        list[str] | None, typer.Option(metavar="RULE", help="Judge by this rule only; may be repeated.")
    ] = None,
) -> None:
    """Run a night: read the stores, judge every clause, report.

    Exit code 0: every promise is kept or attested. 1: one is broken or could not be proved - unproved is not kept.
    """
    from pipelines.commands.scan import scan as run

    run(folders, as_of, as_json=as_json, sarif=sarif, stores=store or [], rules=rule or [])


@app.command()
def check(
    folders: Folders,
    as_json: AsJson = False,
    as_of: Annotated[
        str, typer.Option(metavar="DATE", help="The day that decides what has expired, YYYY-MM-DD or today.")
    ] = "today",
    seen: Annotated[
        bool, typer.Option("--seen", help="Remember the notice's text as it stands: every clause was looked at.")
    ] = False,
) -> None:
    """Check controllers' folders and their notices, without reading a store.

    Every mistake is told with its file, line and key, and the nearest valid one. What is amiss with the notice itself -
    expired, repealed, open-ended, contradictory, missing, promised by no clause - is a warning and leaves the exit code
    as it is; accepted: in notice.yaml lets one stand, with a reason and a last day.
    """
    from zoneinfo import ZoneInfo

    from pipelines.commands.check import check as run
    from pipelines.commands.console import day

    run(folders, as_json=as_json, as_of=day(as_of, [ZoneInfo("Europe/London")]), all_seen=seen)


@app.command()
def draft(
    notice: Annotated[Path, typer.Argument(metavar="NOTICE", help="The published text: .txt, .md or .html.")],
    out: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Write notice.yaml there, with the text beside it; printed if absent."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read a notice and propose its clauses.

    Nothing leaves the machine. Each clause quotes the notice word for word, with the line and the words its values rest
    on. What no word says is marked DECIDE - every remedy that could delete among it - and `abide check` names each such
    line. What could not be placed is listed at the end.
    """
    from pipelines.commands.draft import draft as run

    run(notice, out, as_json=as_json)


@app.command()
def records(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The controller's folder.")],
    form: Annotated[
        str, typer.Option("--as", metavar="FORM", help="page, json, dpv (JSON-LD), odcs or openlineage.")
    ] = "page",
) -> None:
    """Print the records of processing activities, without a night.

    One activity a purpose, as UK GDPR Art. 30(1) asks, from the notice's clauses and the stores' maps; with the list of
    recipients. What the data themselves say stands in report/processing_records.json.
    """
    from pipelines.commands.records import records as run

    run(folder, form)


@app.command()
def explain(
    flag: Annotated[
        str,
        typer.Argument(metavar="FLAG", help="A flag's id, or enough of its beginning; or STORE.TABLE.COLUMN."),
    ],
    controller: Annotated[
        list[Path] | None,
        typer.Option(metavar="FOLDER", help="Search this controller; all of ABIDE_CONTROLLERS if absent."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say why a record is flagged.

    Tells the clause and the law, the facts, the grounds to keep that lost, what the notice's other clauses say of the
    same record, what the scanners saw and on what evidence, what would clear it, and how to silence a finding. Given
    STORE.TABLE.COLUMN instead, it tells what the scanners saw in that column.
    """
    from pipelines.commands.explain import explain as run

    run(flag, controller or [], as_json=as_json)


@subjects.command()
def find(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The controller's folder.")],
    asked: Annotated[
        str | None,
        typer.Argument(metavar="[KEY|DIGEST]", help="A record key, STORE/TABLE/KEY, or the beginning of a subject."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say why records are thought to be of one person.

    Tells each record and the kinds of identifier that link it, how strong each is, and who shares a weak one or has an
    address that looks alike. Without KEY: every identifier that several people may have. Shows no value.
    """
    from pipelines.commands.subject import find as run

    run(folder, asked, as_json=as_json)


@app.command()
def schema(
    kind: Annotated[
        str | None, typer.Argument(help="abide, allow, notice, store, rule or catalog; all if absent.")
    ] = None,
    write: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write every schema into this folder, as KIND.schema.json.")
    ] = None,
) -> None:
    """Print the JSON Schema of a kind of file, for editors."""
    from pipelines.commands.schema import schema as run

    run(kind, write)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make, or to complete.")],
    name: Annotated[str | None, typer.Option(help="The controller's name, as its notice gives it.")] = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="URL|DIR", help="Draft the stores from a database, or from a folder of exports below DIR."
        ),
    ] = None,
) -> None:
    """Write a controller's folder to start from, and its key.

    In a folder that is there already, only what is missing is written; nothing is ever changed. With --from, the tables
    found are read and scanned, and their bindings written with keys, identifiers, dates and categories filled in, each
    with its evidence.
    """
    from pipelines.commands.init import init as run

    run(folder, name, source)


@new_app.command("rule")
def new_rule(name: str, folder: InFolder = None) -> None:
    """Write a rule with its examples.

    The file is rules/library/NAME.yaml, or FOLDER/rules/NAME.yaml.
    """
    from pipelines.commands.new import new_rule as run

    run(name, folder)


@new_app.command("store")
def new_store(name: str, folder: InFolder = Path()) -> None:
    """Write a store with its map: FOLDER/stores/NAME.yaml."""
    from pipelines.commands.new import new_store as run

    run(name, folder or Path())


@new_app.command("recogniser")
def new_recogniser(name: str) -> None:
    """Write a recogniser: scanners/recognisers/NAME.py."""
    from pipelines.commands.new import new_recogniser as run

    run(name)


@app.command()
def doctor(
    folders: Annotated[list[Path] | None, typer.Argument(metavar="FOLDER", help="Controllers' folders.")] = None,
    as_json: AsJson = False,
) -> None:
    """Check this installation, and the keys of the folders given."""
    from pipelines.commands.doctor import doctor as run

    run(folders or [], as_json=as_json)


register(app)
register_rights(app, subjects)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit. No mistake ends in a traceback unless ABIDE_DEBUG is set.

    A message of a library may quote a value of a person, so that of an unexpected error only its class is told.
    """
    try:
        app(args=list(arguments) if arguments is not None else None, prog_name="abide")
    except ConfigurationError as error:
        _end("\n".join(str(problem) for problem in error.problems), 3)
    except AbideError as error:
        _end(f"abide: {error}", 2)
    except KeyboardInterrupt:
        _end("abide: interrupted", 130)
    except Exception as error:
        if os.environ.get("ABIDE_DEBUG"):
            raise
        told = f"abide: failed unexpectedly ({type(error).__name__})."
        _end(f"{told} Hint: set ABIDE_DEBUG=1 for a traceback, which may quote personal data.", 2)


def _end(text: str, code: int) -> None:
    typer.echo(text, err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
