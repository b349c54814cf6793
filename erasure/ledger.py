"""The ledger of authority: who may act, what they decided, proposed and approved, and what was done about it.

What belongs here: opening a controller's ledger, reading what stands, and appending. An append reads the whole chain,
asks the rulebook and writes inside one transaction that excludes every other writer, so that two processes never fork
the chain. Time is passed in. Where the rows are stored is ``erasure.ledger_sqlite``'s and ``ledger_postgres``'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import datetime
from pathlib import Path
from typing import Protocol

from erasure import acts as e
from erasure.chain import Chain, Fault, Row
from erasure.checkpoint import Checkpoint, make_checkpoint
from erasure.entry import Entry, hash_of, written
from erasure.errors import LedgerError, Refused, TamperedError
from erasure.rulebook import actor, admit
from erasure.signing import Signer, installation
from erasure.standing import Standing
from rules.document import with_secrets
from stores.controller import Controller
from stores.keys import STATE, read_key

FILE = "ledger.sqlite"
CHECKPOINTS = "ledger.checkpoints.jsonl"
"""Beside the ledger: a signed checkpoint of every append, one a line."""

Make = Callable[[Standing], Sequence[e.Data]]


class Writing(Protocol):
    """A transaction that excludes other writers."""

    def rows(self) -> Iterator[Row]:
        """Every row, by number."""
        ...

    def add(self, row: Row) -> None:
        """Add one row at the end."""
        ...


class Medium(Protocol):
    """Where rows are stored. Nothing in it updates or deletes."""

    def exists(self) -> bool:
        """Whether anything was ever written."""
        ...

    def rows(self) -> Iterator[Row]:
        """Every row, by number."""
        ...

    def writing(self) -> AbstractContextManager[Writing]:
        """A transaction: committed when the block ends, undone when it raises. Makes what is missing first."""
        ...

    def faults(self) -> list[str]:
        """What of its own guards (triggers against change) is missing or altered."""
        ...


class Ledger:
    """One controller's ledger."""

    def __init__(self, medium: Medium, controller: str, own: Signer, beside: Path | None = None) -> None:
        """Take the ledger stored in ``medium``; ``beside`` is the file that keeps checkpoints, if any is to."""
        self.medium, self.controller, self.beside = medium, controller, beside
        self._own = own

    def chain(self) -> Chain:
        """Read every entry and check it."""
        chain = Chain(self._own.public_key, self.controller)
        return chain.read(self.medium.rows()) if self.medium.exists() else chain

    def read(self) -> Standing:
        """What stands; nothing at all if the ledger was never written to.

        Raises:
            LedgerError: it cannot be read.
            TamperedError: it is not what was written.
        """
        return _sound(self.chain())

    def entries(self) -> Iterator[Entry]:
        """Every entry as it was written, for who wants to read reasons; ``read`` says whether they are sound."""
        for row in self.medium.rows():
            yield Entry.model_validate_json(row.body)

    def append(self, at: datetime, by: str, signer: Signer, make: Make) -> list[Entry]:
        """Append what a person says.

        Args:
            at: the moment, with its time zone.
            by: the person's id.
            signer: what the person signs with.
            make: given what stands now, what the person says: one or several entries, all of them or none.

        Returns:
            The entries, as written.

        Raises:
            Refused: the person, the secret or the act is not allowed; nothing is written.
            LedgerError: the ledger cannot be read or written, or is not what was written.
        """
        return self._append(at, by, signer, make)

    def append_own(self, at: datetime, make: Make) -> list[Entry]:
        """Append what the installation itself records: the first person, a plan, an act. Opens an empty ledger."""
        return self._append(at, e.INSTALLATION, self._own, make)

    def checkpoint(self) -> Checkpoint:
        """A signed checkpoint of the ledger's end.

        Raises:
            Refused: there is nothing in the ledger yet.
            LedgerError: as ``read``.
        """
        chain = self.chain()
        if not chain.hashes:
            raise Refused("ledger", "holds nothing yet", hint="abide person add makes the first entry")
        return make_checkpoint(_sound(chain), chain.hashes[1], self._own)

    def _append(self, at: datetime, by: str, signer: Signer, make: Make) -> list[Entry]:
        added: list[Entry] = []
        with self.medium.writing() as transaction:
            chain = Chain(self._own.public_key, self.controller).read(transaction.rows())
            standing = _sound(chain)
            if by != e.INSTALLATION:
                person = actor(standing, by)
                if signer.public_key != person.public_key:
                    raise Refused("passphrase" if person.costs else "key", f"is not that of {by}")
            said: list[tuple[str, Signer, e.Data]] = [(by, signer, data) for data in make(standing)]
            if standing.number == 0:
                opened = e.Opened(controller=self.controller, public_key=self._own.public_key)
                said.insert(0, (e.INSTALLATION, self._own, opened))
            for name, key, data in said:
                entry = Entry(number=standing.number + 1, previous=standing.head, at=written(at), by=name, data=data)
                admit(standing, entry)
                hash_ = hash_of(entry.body)
                transaction.add(Row(entry.number, entry.body, hash_, key.sign(hash_)))
                chain.hashes[entry.number] = hash_
                standing.take(entry, hash_)
                added.append(entry)
        if added and self.beside is not None:
            with suppress(OSError):  # the entry stands; a missing checkpoint makes nothing wrong
                make_checkpoint(standing, chain.hashes[1], self._own).keep(self.beside)
        return added


def ledger_of(controller: Controller, key: bytes | None = None) -> Ledger:
    """The ledger of a controller: ``FOLDER/.abide/ledger.sqlite``, or where abide.yaml's ``ledger`` says.

    Args:
        controller: the controller.
        key: its master key; read if not given.

    Raises:
        WarehouseError: there is no master key.
        LedgerError: the address names an environment variable that is not set, or is of another kind of server.
    """
    own = installation(key or read_key(controller.folder))
    state = controller.folder / STATE
    if controller.ledger is None:
        from erasure.ledger_sqlite import SqliteMedium

        return Ledger(SqliteMedium(state / FILE), controller.id, own, state / CHECKPOINTS)
    from erasure.ledger_postgres import PostgresMedium

    try:
        url = with_secrets(controller.ledger)
    except KeyError as error:
        told = f"abide.yaml: ledger: the environment variable {error.args[0]} is not set"
        raise LedgerError(told) from None
    if not url.startswith(("postgresql://", "postgres://")):
        raise LedgerError("abide.yaml: ledger: the address must begin with postgresql://")
    return Ledger(PostgresMedium(url, controller.id), controller.id, own, state / CHECKPOINTS)


def read_standing(controller: Controller) -> Standing:
    """What stands in a controller's ledger; nothing at all, and no key asked for, where none was ever begun.

    Raises:
        WarehouseError, LedgerError, TamperedError: as ``ledger_of`` and ``Ledger.read``.
    """
    if controller.ledger is None and not (controller.folder / STATE / FILE).exists():
        return Standing()
    return ledger_of(controller).read()


def _sound(chain: Chain) -> Standing:
    if chain.faults:
        told = f"the ledger is not what was written: {chain.faults[0]}. Hint: abide verify tells all of it"
        raise TamperedError(told)
    return chain.standing


def faults_of(ledger: Ledger, checkpoints: Iterable[Checkpoint]) -> tuple[Chain, list[Fault]]:
    """Everything that is wrong with a ledger: its guards, its entries, and what it is against checkpoints."""
    chain = ledger.chain()
    found = [Fault(0, what) for what in ledger.medium.faults()] if ledger.medium.exists() else []
    found += chain.faults
    for checkpoint in checkpoints:
        found += checkpoint.faults(chain)
    return chain, list(dict.fromkeys(found))
