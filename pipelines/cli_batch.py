"""The words of the ``abide`` command about batches and the ledger as a whole: batch, approve, verify, checkpoint.

What belongs here: these words and their options. What each does belongs to ``pipelines.commands``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli_options import (
    AsJson,
    BatchId,
    Flags,
    InController,
    Reason,
    Reasons,
    acted,
)

if TYPE_CHECKING:
    from pipelines.commands.acting import Actor

batch_app = typer.Typer(no_args_is_help=True, help="Approved flags that are acted on together.")


@batch_app.command("new")
@acted
def batch_new(
    flags: Flags = None,
    controller: InController = None,
    *,
    who: Actor,
    as_json: AsJson = False,
) -> None:
    """Propose a batch of approved flags: those named, else all that are approved and in none."""
    from pipelines.commands.batch import new as run

    run(controller, who, flags or [], None, as_json)


@batch_app.command("add")
@acted
def batch_add(
    batch: BatchId,
    flags: Flags = None,
    controller: InController = None,
    *,
    who: Actor,
    as_json: AsJson = False,
) -> None:
    """Add approved flags to a batch. Approvals given before are of another content, and count no more."""
    from pipelines.commands.batch import new as run

    run(controller, who, flags or [], batch, as_json)


@batch_app.command("drop")
@acted
def batch_drop(
    batch: BatchId,
    flags: Flags = None,
    lapsed: Annotated[bool, typer.Option("--lapsed", help="All that lapsed, or are not approved any more.")] = False,
    controller: InController = None,
    *,
    who: Actor,
    as_json: AsJson = False,
) -> None:
    """Take flags out of a batch. Approvals given before are of another content, and count no more."""
    from pipelines.commands.batch import drop as run

    run(controller, who, batch, flags or [], lapsed, as_json)


@batch_app.command("withdraw")
@acted
def batch_withdraw(
    batch: BatchId,
    reason: Reason,
    controller: InController = None,
    *,
    who: Actor,
    as_json: AsJson = False,
) -> None:
    """Give a batch up. Its flags are free for another."""
    from pipelines.commands.batch import withdraw as run

    run(controller, who, batch, reason, as_json)


@batch_app.command("done")
@acted
def batch_done(
    batch: BatchId,
    reason: Reason,
    action: Annotated[str, typer.Option(metavar="ACTION", help="task; or restrict, where no map shows it.")],
    controller: InController = None,
    *,
    who: Actor,
    as_json: AsJson = False,
) -> None:
    """Say that what a begun batch asks of people is done. Repeat abide erase: a reading must bear it out."""
    from pipelines.commands.batch import done as run

    run(controller, who, batch, action, reason, as_json)


@batch_app.command("show")
def batch_show(
    batch: BatchId, controller: InController = None, reasons: Reasons = False, as_json: AsJson = False
) -> None:
    """What is in a batch, what each flag is tonight, and who approved it."""
    from pipelines.commands.batch import show as run

    run(controller, batch, reasons, as_json)


@batch_app.command("list")
def batch_list(controller: InController = None, as_json: AsJson = False) -> None:
    """Every batch."""
    from pipelines.commands.batch import show_all as run

    run(controller, as_json)


@acted
def approve(
    batch: BatchId,
    hash_: Annotated[
        str, typer.Option("--hash", metavar="HASH", help="What is approved: the hash, or its first 12 characters.")
    ] = "",
    controller: InController = None,
    *,
    who: Actor,
    as_json: AsJson = False,
) -> None:
    """Approve exactly what a batch is now. Two people must, neither of whom proposed or decided."""
    from pipelines.commands.batch import approve as run

    run(controller, who, batch, hash_, as_json)


def plan(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The controller's folder.")],
    batch: BatchId,
    as_json: AsJson = False,
) -> None:
    """Tell what a batch would do, record by record. Erases nothing.

    Approvals are of the plan from then on. Exit code 1: something is out of reach, so that it cannot be approved.
    """
    from pipelines.commands.plan import plan as run

    run(folder, batch, as_json)


def verify(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The controller's folder.")],
    checkpoint: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="A checkpoint kept elsewhere; may be repeated.")
    ] = None,
    certificate: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="A certificate of erasure; may be repeated.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check that the ledger, and certificates, are what was written. Exit code 1 if one is not."""
    from pipelines.commands.verify import verify as run

    run(folder, checkpoint or [], certificate or [], as_json)


def erase(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The controller's folder.")],
    batch: Annotated[str, typer.Option(metavar="BATCH", help="The batch, such as EB-0001.")],
    as_json: AsJson = False,
) -> None:
    """Erase an approved batch in every store, read the stores again, and write its certificate.

    To repeat it goes on where it stopped. Exit code 1: something is not verified yet; the certificate says what.
    """
    from pipelines.commands.erase import erase as run

    run(folder, batch, as_json)


def replay(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The controller's folder.")],
    since: Annotated[str, typer.Option(metavar="DATE", help="The day of the backup that was restored, YYYY-MM-DD.")],
    as_json: AsJson = False,
) -> None:
    """After a restore: erase again what was erased since the backup's day and is back, on the approvals of then."""
    from pipelines.commands.erase import replay as run

    run(folder, since, as_json)


def checkpoint(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The controller's folder.")],
    write: Annotated[Path | None, typer.Option(metavar="FILE", help="Add it to this file, one a line.")] = None,
    as_json: AsJson = False,
) -> None:
    """Print the signed end of the ledger, to be kept elsewhere."""
    from pipelines.commands.verify import checkpoint as run

    run(folder, write, as_json)
