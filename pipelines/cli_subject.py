"""The words of the ``abide`` command about one person's rights, and about the reach of a breach.

What belongs here: these words and their options. What each does belongs to ``pipelines.commands``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli_options import AsJson, Reason, acted

if TYPE_CHECKING:
    from pipelines.commands.acting import Actor

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The controller's folder.")]
Asked = Annotated[
    str, typer.Argument(metavar="KEY|DIGEST", help="A record key, STORE/TABLE/KEY, or the beginning of a subject.")
]
Since = Annotated[str, typer.Option("--since", metavar="DATE", help="The day on which the person asked.")]


def register(app: typer.Typer, subjects: typer.Typer) -> None:
    """Give the command these words."""
    app.command()(breach)
    subjects.command("access")(access)
    subjects.command("erase")(erase)
    subjects.command("rectify")(rectify)
    subjects.command("restrict")(restrict)
    subjects.command("object")(object_)
    subjects.command("lift")(lift)
    subjects.command("limits")(limits)


def access(
    folder: Folder,
    asked: Asked,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="DIR", help="A new folder; FOLDER/.abide/access/... if absent.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write what is held about a person, for that person (Arts. 15 and 20).

    JSON, CSV and a page, with purposes, bases, recipients, periods and sources; other people are cut out. What only
    looks alike is never in it. Files are for their owner only.
    """
    from pipelines.commands.subject_access import access as run

    run(folder, asked, to, as_json=as_json)


@acted
def erase(
    folder: Folder,
    asked: Asked,
    reason: Reason,
    *,
    who: Actor,
    as_json: AsJson = False,
) -> None:
    """Propose a batch of a person's flagged records (Art. 17).

    Approves the flags whose remedy is erase and puts them into a new batch, which two other people approve. Records on
    hold or kept by a ground stay. What no clause flags is told, and is not touched.
    """
    from pipelines.commands.subject_erase import erase as run

    run(folder, asked, reason, who, as_json=as_json)


@acted
def rectify(
    folder: Folder,
    asked: Asked,
    old: Annotated[
        str, typer.Option("--old-env", metavar="NAME", help="The environment variable that holds the wrong value.")
    ],
    new: Annotated[
        str, typer.Option("--new-env", metavar="NAME", help="The environment variable that holds the right value.")
    ],
    reason: Reason,
    *,
    who: Actor,
    as_json: AsJson = False,
) -> None:
    """List where a person's wrong value still stands (Art. 16), and write what to change where.

    The ledger gets keyed digests of both. The values come from the environment, so that no other process sees them.
    Run it again after a night: the list is empty once every store is put right.
    """
    from pipelines.commands.subject_rectify import rectify as run

    run(folder, asked, old, new, reason, who, as_json=as_json)


def breach(
    folder: Folder,
    store: Annotated[str, typer.Option("--store", metavar="STORE", help="The store that was reached.")],
    begin: Annotated[str, typer.Option("--from", metavar="TIME", help="When it began, where the controller is.")],
    end: Annotated[str, typer.Option("--to", metavar="TIME", help="When it ended, where the controller is.")],
    aware: Annotated[
        str | None, typer.Option("--aware", metavar="TIME", help="When you became aware; now, if absent.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tell whom a breach of a store reached: people, categories and counts, and when 72 hours end (Art. 33).

    Counts and keyed digests only. A record without a date is counted as possibly reached.
    """
    from pipelines.commands.breach import breach as run

    run(folder, store, begin, end, aware, as_json=as_json)


@acted
def restrict(
    folder: Folder,
    asked: Asked,
    since: Since,
    reason: Reason,
    *,
    who: Actor,
    as_json: AsJson = False,
) -> None:
    """Record that a person's data are restricted (Art. 18).

    Stands in the ledger as keyed digests, so that who is imported anew is known again. Every night judges by it.
    """
    from pipelines.commands.subject_limit import limit as run

    run(folder, asked, "restriction", since, reason, who, as_json=as_json)


@acted
def object_(
    folder: Folder,
    asked: Asked,
    since: Since,
    reason: Reason,
    *,
    who: Actor,
    as_json: AsJson = False,
) -> None:
    """Record that a person objected, or withdrew consent (Arts. 21 and 7(3)).

    Stands in the ledger as keyed digests, so that who is imported anew is known again. Every night judges by it.
    """
    from pipelines.commands.subject_limit import limit as run

    run(folder, asked, "objection", since, reason, who, as_json=as_json)


@acted
def lift(
    folder: Folder,
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="As abide subject limits tells it.")],
    reason: Reason,
    *,
    who: Actor,
    as_json: AsJson = False,
) -> None:
    """End a restriction, or record that an objection was taken back."""
    from pipelines.commands.subject_limit import lift as run

    run(folder, number, reason, who, as_json=as_json)


def limits(folder: Folder, as_json: AsJson = False) -> None:
    """The restrictions and objections that run."""
    from pipelines.commands.subject_limit import limits as run

    run(folder, as_json=as_json)
