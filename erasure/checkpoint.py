"""Checkpoints: the signed end of a ledger at one moment, to be kept elsewhere.

What belongs here: making, keeping, reading and comparing checkpoints. A chain shows every change inside it, but not
that its end was cut off, nor that all of it was put back to an older copy: only a checkpoint shows that. One is kept
beside the ledger at every append; who can change the ledger can change that file too, so one belongs elsewhere.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Literal

from erasure.acts import Said, Sha256
from erasure.canonical import canonical
from erasure.chain import Chain, Fault
from erasure.entry import written
from erasure.errors import LedgerError
from erasure.signing import Signer, is_signed
from erasure.standing import Standing


class Checkpoint(Said):
    """The end of a ledger.

    Attributes:
        controller: whose ledger.
        ledger: the hash of its first entry.
        number: how many entries it had.
        hash: the hash of the last.
        at: the moment of the last, in UTC.
        public_key: the installation's public key.
        signature: the installation's, over all the rest.
    """

    kind: Literal["abide ledger checkpoint 1"] = "abide ledger checkpoint 1"
    controller: str
    ledger: Sha256
    number: int
    hash: Sha256
    at: str
    public_key: Sha256
    signature: str

    @property
    def signed_text(self) -> str:
        """What is signed."""
        return canonical(self.model_dump(mode="json", exclude={"signature"}))

    @property
    def text(self) -> str:
        """The checkpoint as one line of JSON."""
        return canonical(self.model_dump(mode="json"))

    def keep(self, path: Path) -> None:
        """Add it to a file of checkpoints, one a line, mode 0600. Several processes may do so at once."""
        line = (self.text + "\n").encode()
        descriptor = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        try:
            os.write(descriptor, line)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def faults(self, chain: Chain) -> list[Fault]:
        """What does not fit between the checkpoint and a ledger that was read."""
        name = f"the checkpoint of {self.at}, entry {self.number}"
        if not is_signed(self.signed_text, self.signature, self.public_key):
            return [Fault(0, f"{name}, is not signed by the key it names")]
        if not chain.hashes:
            return [Fault(0, f"{name}: the ledger is empty or gone")]
        found = []
        if self.ledger != chain.hashes.get(1):
            found.append(Fault(0, f"{name}, is of another ledger, or this one was made anew"))
        if self.public_key != chain.standing.installation:
            found.append(Fault(0, f"{name}, is signed by another installation"))
        last = max(chain.hashes)
        if self.number > last:
            found.append(Fault(0, f"cut short: it ends at entry {last}; {name}, knows more"))
        elif chain.hashes.get(self.number) != self.hash:
            found.append(Fault(self.number, f"is not the one that {name}, knows"))
        return found


def make_checkpoint(standing: Standing, first: str, own: Signer) -> Checkpoint:
    """The checkpoint of what stands; ``first`` is the hash of the first entry.

    Raises:
        LedgerError: the ledger is empty.
    """
    if standing.at is None or standing.controller is None:
        raise LedgerError("an empty ledger has no checkpoint")
    unsigned = Checkpoint(
        controller=standing.controller,
        ledger=first,
        number=standing.number,
        hash=standing.head,
        at=written(standing.at),
        public_key=own.public_key,
        signature="",
    )
    return unsigned.model_copy(update={"signature": own.sign(unsigned.signed_text)})


def read_checkpoints(path: Path) -> list[Checkpoint]:
    """The checkpoints in a file, one a line.

    Raises:
        LedgerError: it cannot be read, or a line is no checkpoint; which line is told.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise LedgerError(f"{path}: cannot be read") from None
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(Checkpoint.model_validate(json.loads(line)))
        except (ValueError, RecursionError):
            raise LedgerError(f"{path}: line {number} is no checkpoint") from None
    if not found:
        raise LedgerError(f"{path}: holds no checkpoint")
    return found
