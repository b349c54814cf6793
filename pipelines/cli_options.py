"""The options that the words of the ledger share: whose ledger, who acts, and where their secret is.

What belongs here: options and their help. The words are ``pipelines.cli_ledger``'s and ``pipelines.cli_batch``'s.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipelines.commands.acting import Actor

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


def acting(by: str | None, key: Path | None, variable: str | None, descriptor: int | None) -> Actor:
    """Who acts, from the options."""
    from pipelines.commands.acting import Actor, Secret

    return Actor(by, key, Secret(variable, descriptor))
