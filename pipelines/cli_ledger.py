"""The words of the ``abide`` command about people and their decisions: person, decide, hold.

What belongs here: these words and their options, and giving the command all words of the ledger. What each does belongs
to ``pipelines.commands``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli_batch import approve, batch_app, checkpoint, erase, plan, replay, verify
from pipelines.cli_options import (
    AsJson,
    Flags,
    InController,
    Matter,
    Name,
    NewPassEnv,
    NewPassFd,
    Owner,
    PublicKey,
    Reason,
    Reasons,
    ReviewOn,
    Roles,
    acted,
)

if TYPE_CHECKING:
    from pipelines.commands.acting import Actor

person_app = typer.Typer(no_args_is_help=True, help="Who may review, approve and administer.")
hold_app = typer.Typer(no_args_is_help=True, help="Records that may not be erased while a matter runs.")


def register(app: typer.Typer) -> None:
    """Give the command these words."""
    app.add_typer(person_app, name="person")
    app.add_typer(hold_app, name="hold")
    app.add_typer(batch_app, name="batch")
    for word in (decide, plan, approve, erase, replay, verify, checkpoint):
        app.command()(word)


@acted
def decide(
    flags: Flags = None,
    approve: Annotated[bool, typer.Option("--approve", help="The proposed remedy may be carried out.")] = False,
    dismiss: Annotated[bool, typer.Option("--dismiss", help="It is no breach, until --until.")] = False,
    hold: Annotated[bool, typer.Option("--hold", help="The record may not be erased.")] = False,
    reason: Reason = "",
    scope: Annotated[
        str,
        typer.Option(help="Of a dismissal. facts: while the facts stand; flag: whatever they are; record: every flag."),
    ] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help="Of a dismissal: its last day.")] = "",
    matter: Matter = "",
    owner: Owner = "",
    review_on: ReviewOn = "",
    file: Annotated[
        Path | None, typer.Option("--from", metavar="CSV", help="report/flagged.csv with the columns filled in.")
    ] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="Of --from: record the good rows though others fail.")
    ] = False,
    controller: InController = None,
    *,
    who: Actor,
    as_json: AsJson = False,
) -> None:
    """Approve, dismiss or hold flags of the last night.

    Always with a reason. With --from the decisions come from the report's CSV, to which a reviewer added the columns
    decision, reason, scope, until, matter, owner, review_on; each row is checked against the last night.
    """
    from erasure.deciding import Word
    from pipelines.commands import decide as run
    from pipelines.commands.console import fail

    said = [name for name, given in (("approve", approve), ("dismiss", dismiss), ("hold", hold)) if given]
    if file is not None:
        if flags or said or reason:
            fail("--from takes every decision from the file; name no flag, decision or reason beside it.")
        run.decide_from(controller, who, file, partial, as_json)
        return
    if len(said) != 1:
        fail("say one of --approve, --dismiss and --hold, or --from CSV.")
    word = Word(said[0], reason, scope=scope, until=until, matter=matter, owner=owner, review_on=review_on)
    run.decide(controller, who, flags or [], word, as_json)


@hold_app.command("add")
@acted
def hold_add(
    reason: Reason,
    matter: Matter,
    owner: Owner,
    review_on: ReviewOn,
    flags: Flags = None,
    record: Annotated[
        tuple[str, str, str] | None,
        typer.Option(metavar="STORE TABLE KEY", help="A record that need not be flagged, by its record key."),
    ] = None,
    controller: InController = None,
    *,
    who: Actor,
    as_json: AsJson = False,
) -> None:
    """Put records on hold: those of flags, or one by its key. It lasts until it is released."""
    from erasure.deciding import Word
    from pipelines.commands import decide as run
    from pipelines.commands.console import fail

    word = Word("hold", reason, matter=matter, owner=owner, review_on=review_on)
    if (record is None) == (not flags):
        fail("name flags, or --record STORE TABLE KEY.")
    if record is not None:
        run.hold_record(controller, who, record, word, as_json)
    else:
        run.decide(controller, who, flags or [], word, as_json)


@hold_app.command("list")
def hold_list(controller: InController = None, reasons: Reasons = False, as_json: AsJson = False) -> None:
    """The holds that run, and when each is reviewed."""
    from pipelines.commands.decide import holds as run

    run(controller, reasons, as_json)


@hold_app.command("release")
@acted
def hold_release(
    number: Annotated[int, typer.Argument(metavar="HOLD", help="The hold's number, as hold list tells it.")],
    reason: Reason,
    controller: InController = None,
    *,
    who: Actor,
    as_json: AsJson = False,
) -> None:
    """End a hold. What was approved before it is not approved again by this."""
    from pipelines.commands.decide import release as run

    run(controller, who, number, reason, as_json)


@person_app.command("add")
@acted
def person_add(
    name: Name,
    role: Roles,
    public_key: PublicKey = None,
    new_passphrase_env: NewPassEnv = None,
    new_passphrase_fd: NewPassFd = None,
    controller: InController = None,
    *,
    who: Actor,
    as_json: AsJson = False,
) -> None:
    """Add a person. The first is an administrator and needs no --by."""
    from pipelines.commands.acting import Secret
    from pipelines.commands.person import add as run

    new = Secret(new_passphrase_env, new_passphrase_fd)
    run(controller, who, name, role, new, public_key, as_json)


@person_app.command("list")
def person_list(controller: InController = None, as_json: AsJson = False) -> None:
    """Everyone who is or was in the ledger."""
    from pipelines.commands.person import show_all as run

    run(controller, as_json)


@person_app.command("role")
@acted
def person_role(
    name: Name,
    role: Roles,
    controller: InController = None,
    *,
    who: Actor,
    as_json: AsJson = False,
) -> None:
    """Give a person these roles, and no others."""
    from pipelines.commands.person import change as run

    run(controller, who, name, role, as_json)


@person_app.command("retire")
@acted
def person_retire(
    name: Name,
    controller: InController = None,
    *,
    who: Actor,
    as_json: AsJson = False,
) -> None:
    """Let a person act no more. The name is never given again."""
    from pipelines.commands.person import change as run

    run(controller, who, name, None, as_json)


@person_app.command("key")
@acted
def person_key(
    name: Name,
    public_key: PublicKey = None,
    new_passphrase_env: NewPassEnv = None,
    new_passphrase_fd: NewPassFd = None,
    controller: InController = None,
    *,
    who: Actor,
    as_json: AsJson = False,
) -> None:
    """Give a person another passphrase or key."""
    from pipelines.commands.acting import Secret
    from pipelines.commands.person import rekey as run

    new = Secret(new_passphrase_env, new_passphrase_fd)
    run(controller, who, name, new, public_key, as_json)
