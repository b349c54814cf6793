"""The words of the ``abide`` command that speak to the ledger: person, decide, hold, batch, approve, verify.

What belongs here: these words and their options. What each does belongs to ``pipelines.commands``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipelines.commands.acting import Actor

person_app = typer.Typer(no_args_is_help=True, help="Who may review, approve and administer.")
hold_app = typer.Typer(no_args_is_help=True, help="Records that may not be erased while a matter runs.")
batch_app = typer.Typer(no_args_is_help=True, help="Approved flags that are acted on together.")

InController = Annotated[
    Path | None,
    typer.Option("--controller", metavar="FOLDER", help="Whose ledger; the only one of ABIDE_CONTROLLERS if absent."),
]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", envvar="ABIDE_PERSON", help="Who acts.")]
KeyFile = Annotated[
    Path | None, typer.Option("--key", metavar="FILE", help="The private key of who acts (Ed25519, PEM or OpenSSH).")
]
PassEnv = Annotated[
    str | None, typer.Option("--passphrase-env", metavar="NAME", help="The variable that holds the passphrase.")
]
PassFd = Annotated[
    int | None, typer.Option("--passphrase-fd", metavar="N", help="The file descriptor to read the passphrase from.")
]
NewPassEnv = Annotated[
    str | None, typer.Option("--new-passphrase-env", metavar="NAME", help="The variable with the new passphrase.")
]
NewPassFd = Annotated[
    int | None, typer.Option("--new-passphrase-fd", metavar="N", help="The file descriptor of the new passphrase.")
]
PublicKey = Annotated[
    Path | None, typer.Option("--public-key", metavar="FILE", help="The person's public key, in place of a passphrase.")
]
Roles = Annotated[
    list[str], typer.Option("--role", metavar="ROLE", help="reviewer, approver or administrator; may be repeated.")
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON on standard output, and nothing else there.")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why. It stays in the ledger.")]
Flags = Annotated[list[str] | None, typer.Argument(metavar="FLAG", help="Flags' ids, or enough of their beginnings.")]
BatchId = Annotated[str, typer.Argument(metavar="BATCH", help="The batch, such as EB-0001.")]
Name = Annotated[str, typer.Argument(metavar="NAME")]
Reasons = Annotated[bool, typer.Option("--reasons", help="Tell the reasons too, as they were typed.")]
ReviewOn = Annotated[str, typer.Option("--review-on", metavar="DATE", help="When someone looks at the hold again.")]
Matter = Annotated[str, typer.Option("--matter", metavar="TEXT", help="What the hold is for.")]
Owner = Annotated[str, typer.Option("--owner", metavar="TEXT", help="Who answers for the hold.")]


def register(app: typer.Typer) -> None:
    """Give the command these words."""
    app.add_typer(person_app, name="person")
    app.add_typer(hold_app, name="hold")
    app.add_typer(batch_app, name="batch")
    for word in (decide, approve, verify, checkpoint):
        app.command()(word)


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
    by: By = None,
    key: KeyFile = None,
    passphrase_env: PassEnv = None,
    passphrase_fd: PassFd = None,
    as_json: AsJson = False,
) -> None:
    """Approve, dismiss or hold flags of the last night.

    Always with a reason. With --from the decisions come from the report's CSV, to which a reviewer added the columns
    decision, reason, scope, until, matter, owner, review_on; each row is checked against the last night.
    """
    from erasure.deciding import Word
    from pipelines.commands import decide as run
    from pipelines.commands.console import fail

    who = _actor(by, key, passphrase_env, passphrase_fd)
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
    by: By = None,
    key: KeyFile = None,
    passphrase_env: PassEnv = None,
    passphrase_fd: PassFd = None,
    as_json: AsJson = False,
) -> None:
    """Put records on hold: those of flags, or one by its key. It lasts until it is released."""
    from erasure.deciding import Word
    from pipelines.commands import decide as run
    from pipelines.commands.console import fail

    word = Word("hold", reason, matter=matter, owner=owner, review_on=review_on)
    who = _actor(by, key, passphrase_env, passphrase_fd)
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
def hold_release(
    number: Annotated[int, typer.Argument(metavar="HOLD", help="The hold's number, as hold list tells it.")],
    reason: Reason,
    controller: InController = None,
    by: By = None,
    key: KeyFile = None,
    passphrase_env: PassEnv = None,
    passphrase_fd: PassFd = None,
    as_json: AsJson = False,
) -> None:
    """End a hold. What was approved before it is not approved again by this."""
    from pipelines.commands.decide import release as run

    run(controller, _actor(by, key, passphrase_env, passphrase_fd), number, reason, as_json)


@person_app.command("add")
def person_add(
    name: Name,
    role: Roles,
    public_key: PublicKey = None,
    new_passphrase_env: NewPassEnv = None,
    new_passphrase_fd: NewPassFd = None,
    controller: InController = None,
    by: By = None,
    key: KeyFile = None,
    passphrase_env: PassEnv = None,
    passphrase_fd: PassFd = None,
    as_json: AsJson = False,
) -> None:
    """Add a person. The first is an administrator and needs no --by."""
    from pipelines.commands.acting import Secret
    from pipelines.commands.person import add as run

    new = Secret(new_passphrase_env, new_passphrase_fd)
    run(controller, _actor(by, key, passphrase_env, passphrase_fd), name, role, new, public_key, as_json)


@person_app.command("list")
def person_list(controller: InController = None, as_json: AsJson = False) -> None:
    """Everyone who is or was in the ledger."""
    from pipelines.commands.person import show_all as run

    run(controller, as_json)


@person_app.command("role")
def person_role(
    name: Name,
    role: Roles,
    controller: InController = None,
    by: By = None,
    key: KeyFile = None,
    passphrase_env: PassEnv = None,
    passphrase_fd: PassFd = None,
    as_json: AsJson = False,
) -> None:
    """Give a person these roles, and no others."""
    from pipelines.commands.person import change as run

    run(controller, _actor(by, key, passphrase_env, passphrase_fd), name, role, as_json)


@person_app.command("retire")
def person_retire(
    name: Name,
    controller: InController = None,
    by: By = None,
    key: KeyFile = None,
    passphrase_env: PassEnv = None,
    passphrase_fd: PassFd = None,
    as_json: AsJson = False,
) -> None:
    """Let a person act no more. The name is never given again."""
    from pipelines.commands.person import change as run

    run(controller, _actor(by, key, passphrase_env, passphrase_fd), name, None, as_json)


@person_app.command("key")
def person_key(
    name: Name,
    public_key: PublicKey = None,
    new_passphrase_env: NewPassEnv = None,
    new_passphrase_fd: NewPassFd = None,
    controller: InController = None,
    by: By = None,
    key: KeyFile = None,
    passphrase_env: PassEnv = None,
    passphrase_fd: PassFd = None,
    as_json: AsJson = False,
) -> None:
    """Give a person another passphrase or key."""
    from pipelines.commands.acting import Secret
    from pipelines.commands.person import rekey as run

    new = Secret(new_passphrase_env, new_passphrase_fd)
    run(controller, _actor(by, key, passphrase_env, passphrase_fd), name, new, public_key, as_json)


@batch_app.command("new")
def batch_new(
    flags: Flags = None,
    controller: InController = None,
    by: By = None,
    key: KeyFile = None,
    passphrase_env: PassEnv = None,
    passphrase_fd: PassFd = None,
    as_json: AsJson = False,
) -> None:
    """Propose a batch of approved flags: those named, else all that are approved and in none."""
    from pipelines.commands.batch import new as run

    run(controller, _actor(by, key, passphrase_env, passphrase_fd), flags or [], None, as_json)


@batch_app.command("add")
def batch_add(
    batch: BatchId,
    flags: Flags = None,
    controller: InController = None,
    by: By = None,
    key: KeyFile = None,
    passphrase_env: PassEnv = None,
    passphrase_fd: PassFd = None,
    as_json: AsJson = False,
) -> None:
    """Add approved flags to a batch. Approvals given before are of another content, and count no more."""
    from pipelines.commands.batch import new as run

    run(controller, _actor(by, key, passphrase_env, passphrase_fd), flags or [], batch, as_json)


@batch_app.command("drop")
def batch_drop(
    batch: BatchId,
    flags: Flags = None,
    lapsed: Annotated[bool, typer.Option("--lapsed", help="All that lapsed, or are not approved any more.")] = False,
    controller: InController = None,
    by: By = None,
    key: KeyFile = None,
    passphrase_env: PassEnv = None,
    passphrase_fd: PassFd = None,
    as_json: AsJson = False,
) -> None:
    """Take flags out of a batch. Approvals given before are of another content, and count no more."""
    from pipelines.commands.batch import drop as run

    run(controller, _actor(by, key, passphrase_env, passphrase_fd), batch, flags or [], lapsed, as_json)


@batch_app.command("withdraw")
def batch_withdraw(
    batch: BatchId,
    reason: Reason,
    controller: InController = None,
    by: By = None,
    key: KeyFile = None,
    passphrase_env: PassEnv = None,
    passphrase_fd: PassFd = None,
    as_json: AsJson = False,
) -> None:
    """Give a batch up. Its flags are free for another."""
    from pipelines.commands.batch import withdraw as run

    run(controller, _actor(by, key, passphrase_env, passphrase_fd), batch, reason, as_json)


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


def approve(
    batch: BatchId,
    hash_: Annotated[
        str, typer.Option("--hash", metavar="HASH", help="What is approved: the hash, or its first 12 characters.")
    ] = "",
    controller: InController = None,
    by: By = None,
    key: KeyFile = None,
    passphrase_env: PassEnv = None,
    passphrase_fd: PassFd = None,
    as_json: AsJson = False,
) -> None:
    """Approve exactly what a batch is now. Two people must, neither of whom proposed or decided."""
    from pipelines.commands.batch import approve as run

    run(controller, _actor(by, key, passphrase_env, passphrase_fd), batch, hash_, as_json)


def verify(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The controller's folder.")],
    checkpoint: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="A checkpoint kept elsewhere; may be repeated.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check that the ledger is what was written. Exit code 1 if it is not."""
    from pipelines.commands.verify import verify as run

    run(folder, checkpoint or [], as_json)


def checkpoint(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The controller's folder.")],
    write: Annotated[Path | None, typer.Option(metavar="FILE", help="Add it to this file, one a line.")] = None,
    as_json: AsJson = False,
) -> None:
    """Print the signed end of the ledger, to be kept elsewhere."""
    from pipelines.commands.verify import checkpoint as run

    run(folder, write, as_json)


def _actor(by: str | None, key: Path | None, variable: str | None, descriptor: int | None) -> Actor:
    from pipelines.commands.acting import Actor, Secret

    return Actor(by, key, Secret(variable, descriptor))
