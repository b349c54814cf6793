"""The words of the ``abide`` command about one person's rights, and about the reach of a breach.

What belongs here: these words and their options. What each does belongs to ``pipelines.commands``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli_options import AsJson, By, KeyFile, PassEnv, PassFd, Reason, acting

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The controller's folder.")]
Asked = Annotated[
    str, typer.Argument(metavar="KEY|DIGEST", help="A record key, STORE/TABLE/KEY, or the beginning of a subject.")
]
Since = Annotated[str, typer.Option("--since", metavar="DATE", help="The day on which the person asked.")]


def register(app: typer.Typer, subjects: typer.Typer) -> None:
    """Give the command these words."""
    subjects.command("restrict")(restrict)
    subjects.command("object")(object_)
    subjects.command("lift")(lift)
    subjects.command("limits")(limits)


def restrict(
    folder: Folder,
    asked: Asked,
    since: Since,
    reason: Reason,
    by: By = None,
    key: KeyFile = None,
    passphrase_env: PassEnv = None,
    passphrase_fd: PassFd = None,
    as_json: AsJson = False,
) -> None:
    """Record that a person's data are restricted (Art. 18).

    Stands in the ledger as keyed digests, so that who is imported anew is known again. Every night judges by it.
    """
    from pipelines.commands.subject_limit import limit as run

    who = acting(by, key, passphrase_env, passphrase_fd)
    run(folder, asked, "restriction", since, reason, who, as_json=as_json)


def object_(
    folder: Folder,
    asked: Asked,
    since: Since,
    reason: Reason,
    by: By = None,
    key: KeyFile = None,
    passphrase_env: PassEnv = None,
    passphrase_fd: PassFd = None,
    as_json: AsJson = False,
) -> None:
    """Record that a person objected, or withdrew consent (Arts. 21 and 7(3)).

    Stands in the ledger as keyed digests, so that who is imported anew is known again. Every night judges by it.
    """
    from pipelines.commands.subject_limit import limit as run

    who = acting(by, key, passphrase_env, passphrase_fd)
    run(folder, asked, "objection", since, reason, who, as_json=as_json)


def lift(
    folder: Folder,
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="As abide subject limits tells it.")],
    reason: Reason,
    by: By = None,
    key: KeyFile = None,
    passphrase_env: PassEnv = None,
    passphrase_fd: PassFd = None,
    as_json: AsJson = False,
) -> None:
    """End a restriction, or record that an objection was taken back."""
    from pipelines.commands.subject_limit import lift as run

    run(folder, number, reason, acting(by, key, passphrase_env, passphrase_fd), as_json=as_json)


def limits(folder: Folder, as_json: AsJson = False) -> None:
    """The restrictions and objections that run."""
    from pipelines.commands.subject_limit import limits as run

    run(folder, as_json=as_json)
