"""Who acts, on whose ledger, and how a command of the ledger answers.

What belongs here: what every command that writes to the ledger needs: the controller, the person and their secret, the
clock, and one form of answer and refusal. A passphrase comes from a prompt, a file descriptor or an environment
variable; never from the command line, where other processes could read it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import typer

from erasure.acts import Data
from erasure.entry import Entry
from erasure.errors import Refused
from erasure.ledger import Ledger, ledger_of
from erasure.rulebook import actor
from erasure.signing import Signer, by_key_file, by_passphrase
from erasure.standing import Standing
from pipelines.commands.console import Exit, fail, say, say_json
from pipelines.folders import FOLDERS, controller_folders
from stores.controller import Controller, load_controller
from stores.keys import read_key
from stores.warehouse_snapshots import open_snapshot


@dataclass(frozen=True)
class Secret:
    """Where a passphrase comes from: an environment variable, a file descriptor, or a prompt if neither is named."""

    variable: str | None = None
    descriptor: int | None = None

    def read(self, whose: str, *, confirm: bool = False) -> str:
        """The passphrase.

        Raises:
            Refused: it is not where it was said to be, or there is no terminal to ask at.
        """
        if self.variable is not None:
            given = os.environ.get(self.variable)
            if not given:
                raise Refused("passphrase", f"the environment variable {self.variable} is not set")
            return given
        if self.descriptor is not None:
            return self._from_descriptor(self.descriptor)
        if not sys.stdin.isatty():
            option = "new-passphrase" if confirm else "passphrase"
            allowed = f"--{option}-env NAME, --{option}-fd N, or a terminal to ask at"
            raise Refused(option, "there is no terminal to ask at", allowed)
        return str(typer.prompt(f"Passphrase of {whose}", hide_input=True, err=True, confirmation_prompt=confirm))

    @staticmethod
    def _from_descriptor(number: int) -> str:
        try:
            with os.fdopen(number, encoding="utf-8", closefd=False) as file:
                given = file.readline().rstrip("\r\n")
        except (OSError, UnicodeDecodeError):
            raise Refused("passphrase", f"the file descriptor {number} cannot be read") from None
        if not given:
            raise Refused("passphrase", f"the file descriptor {number} gave nothing")
        return given


@dataclass(frozen=True)
class Actor:
    """Who acts: the name, and where the secret is."""

    name: str | None
    key: Path | None = None
    secret: Secret = Secret()

    def sign_in(self, standing: Standing) -> tuple[str, Signer, str | None]:
        """The person's name, what they sign with, and the passphrase if it was one.

        Raises:
            Refused: no such person, or the secret is not theirs.
        """
        if self.name is None:
            raise Refused("by", "who acts is not said", "--by NAME, or the environment variable ABIDE_PERSON")
        person = actor(standing, self.name)
        if person.costs is None:
            if self.key is None:
                raise Refused("key", f"{person.id} signs with a key file", "--key FILE")
            locked = self.secret != Secret()
            signer = by_key_file(self.key, self.secret.read(person.id) if locked else None)
            passphrase = None
        else:
            passphrase = self.secret.read(person.id)
            signer = by_passphrase(passphrase, person.costs)
        if signer.public_key != person.public_key:
            raise Refused("passphrase" if person.costs else "key", f"is not that of {person.id}")
        return person.id, signer, passphrase


class Desk:
    """One controller with its ledger, for the length of one command."""

    def __init__(self, folder: Path | None) -> None:
        self.controller: Controller = load_controller(folder or _only_folder())
        self.key = read_key(self.controller.folder)
        self.ledger: Ledger = ledger_of(self.controller, self.key)

    @contextmanager
    def night(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The snapshot of the last night."""
        with open_snapshot(self.controller.folder, self.key) as con:
            yield con

    def append(self, who: Actor, make: Callable[[Standing], Sequence[Data]]) -> list[Entry]:
        """Sign in and append."""
        name, signer, _ = who.sign_in(self.ledger.read())
        return self.ledger.append(now(), name, signer, make)


def now() -> datetime:
    """This machine's clock: the only place where the ledger's time comes from."""
    return datetime.now(UTC)


@contextmanager
def answering(*, as_json: bool) -> Iterator[None]:
    """Tell a refusal in the form that was asked for, and end with exit code 2."""
    try:
        yield
    except Refused as error:
        if as_json:
            say_json({"error": error.as_data()})
            raise typer.Exit(Exit.FAILED) from None
        fail(str(error))


def answer(data: Any, lines: Iterable[str], *, as_json: bool) -> None:
    """The result, for machines or for people."""
    if as_json:
        say_json(data)
        return
    for line in lines:
        say(line)


def _only_folder() -> Path:
    folders = controller_folders()
    if len(folders) > 1:
        names = ", ".join(folder.name for folder in folders)
        raise Refused("controller", f"there are several: {names}", "--controller FOLDER", f"or set {FOLDERS} to one")
    return folders[0]
