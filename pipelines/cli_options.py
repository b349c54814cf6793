"""The options that the words of the ledger share: whose ledger, who acts, and where their secret is.

What belongs here: options and their help. The words are those of ``pipelines.cli_ledger``, ``cli_batch`` and
``cli_subject``.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

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


def acted(command: Callable[..., None]) -> Callable[..., None]:
    """Give a word of the ledger the options that say who acts, and hand it ``who``: its parameter of that name.

    Typer reads options from a function's signature; this writes the four of them where ``who`` stands.
    """
    hints = get_type_hints(command, localns={"Actor": object}, include_extras=True)
    params = [
        inspect.Parameter(one.name, inspect.Parameter.KEYWORD_ONLY, default=one.default, annotation=hints[one.name])
        for one in inspect.signature(command).parameters.values()
    ]
    place = next(n for n, one in enumerate(params) if one.name == "who")
    params[place : place + 1] = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)
        for name, kind in _ACTS.items()
    ]

    @wraps(command)
    def told(**given: Any) -> None:
        from pipelines.commands.acting import Actor, Secret

        by, key, variable, descriptor = (given.pop(name) for name in _ACTS)
        command(who=Actor(by, key, Secret(variable, descriptor)), **given)

    told.__signature__ = inspect.Signature(params)  # type: ignore[attr-defined]
    told.__annotations__ = {one.name: one.annotation for one in params}
    return told


_ACTS = {"by": By, "key": KeyFile, "passphrase_env": PassEnv, "passphrase_fd": PassFd}
