"""What a batch's erasure has done so far, on disk before it is relied on: keys and states only.

What belongs here: the log that lets an erasure go on after a crash at any point. One JSON object a line, made durable
before the next step; a line that a crash cut off is none.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from erasure.errors import ErasureError, Refused

LOG = "intent.jsonl"
AT_ONCE = 1_000
"""Keys in one line."""

OPEN = frozenset({"failed", "changed"})
"""States that another try may better."""


@dataclass(frozen=True)
class Outcome:
    """What became of one record of one step.

    Attributes:
        state: a value of ``stores.erasing.State``, or ``verified``.
        reason, until, task, receipt, job: see ``stores.erasing.Result``; ``until`` as YYYY-MM-DD.
    """

    state: str
    reason: str = ""
    until: str = ""
    task: str = ""
    receipt: str = ""
    job: str = ""


@dataclass
class Progress:
    """What a log says.

    Attributes:
        started: when it began, '' if it has not.
        outcomes: number of the plan's step to record key to what became of it.
        ended: stores of which every work was tried.
        before, after: number of the step to the records of its table before and after.
        found: what the verification found beside records, by name.
        certificates: the hashes of those issued.
        jobs: names of the job files that were written, with the step and key of every record in them.
    """

    started: str = ""
    outcomes: dict[int, dict[str, Outcome]] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)
    before: dict[int, int] = field(default_factory=dict)
    after: dict[int, int] = field(default_factory=dict)
    found: dict[str, int] = field(default_factory=dict)
    verified_at: str = ""
    certificates: list[str] = field(default_factory=list)
    jobs: dict[str, set[tuple[int, str]]] = field(default_factory=dict)

    def counts(self) -> dict[str, int]:
        """How many records are in which state."""
        counted = Counter(outcome.state for step in self.outcomes.values() for outcome in step.values())
        return dict(sorted(counted.items()))


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Hold the one lock on an erasure's folder while the block lasts; a process that dies lets go of it.

    Raises:
        Refused: another process holds it.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(home / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refused("batch", "it is being carried out by another process", hint="wait for it to end") from None
        yield
    finally:
        os.close(handle)


class Intent:
    """The log of one plan of one batch, in a folder of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.path = home / LOG

    def begin(self, at: str, before: Mapping[int, int]) -> None:
        """Write that the erasure begins."""
        self._write([{"kind": "started", "at": at, "before": {str(n): count for n, count in before.items()}}])

    def begun(self, store: str) -> None:
        """Write that a store is about to be changed."""
        self._write([{"kind": "begun", "store": store}])

    def ended(self, store: str) -> None:
        """Write that every work of a store was tried."""
        self._write([{"kind": "ended", "store": store}])

    def results(self, step: int, outcomes: Iterable[tuple[str, Outcome]]) -> None:
        """Write what became of records of a step."""
        alike: dict[Outcome, list[str]] = {}
        for key, outcome in outcomes:
            alike.setdefault(outcome, []).append(key)
        self._write(
            {"kind": "results", "step": step, "keys": keys[start : start + AT_ONCE], **asdict(outcome)}
            for outcome, keys in alike.items()
            for start in range(0, len(keys), AT_ONCE)
        )

    def verified(self, at: str, after: Mapping[int, int], found: Mapping[str, int]) -> None:
        """Write that the stores were read again."""
        counts = {str(n): count for n, count in after.items()}
        self._write([{"kind": "verified", "at": at, "after": counts, "found": dict(found)}])

    def certified(self, sha256: str) -> None:
        """Write that a certificate stands."""
        self._write([{"kind": "certified", "sha256": sha256}])

    def read(self) -> Progress:
        """What the log says.

        Raises:
            ErasureError: a line in the middle is none of this program's.
        """
        progress = Progress()
        for line in self._lines():
            try:
                _take(progress, json.loads(line))
            except (ValueError, KeyError, TypeError):
                raise ErasureError(f"{self.path}: a line is not as it was written") from None
        return progress

    def _lines(self) -> Iterator[str]:
        if not self.path.exists():
            return
        for line in self.path.read_bytes().splitlines(keepends=True):
            if line.endswith(b"\n"):
                yield line.decode()

    def _write(self, lines: Iterable[Mapping[str, Any]]) -> None:
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = not self.path.exists()
        handle = os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            os.lseek(handle, 0, os.SEEK_SET)
            size = _whole(handle)
            os.ftruncate(handle, size)
            os.lseek(handle, size, os.SEEK_SET)
            for line in lines:
                _all(handle, json.dumps(line, sort_keys=True, separators=(",", ":")).encode() + b"\n")
            os.fsync(handle)
        finally:
            os.close(handle)
        if new:
            folder = os.open(self.home, os.O_RDONLY)
            os.fsync(folder)
            os.close(folder)


def _whole(handle: int) -> int:
    """The length of the file up to its last line's end."""
    size = os.lseek(handle, 0, os.SEEK_END)
    at = size
    while at > 0:
        start = max(0, at - 65_536)
        found = os.pread(handle, at - start, start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        at = start
    return 0


def _all(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]


def _take(progress: Progress, line: dict[str, Any]) -> None:
    match line["kind"]:
        case "started":
            progress.started = progress.started or line["at"]
            progress.before = {int(n): int(count) for n, count in line["before"].items()}
        case "begun":
            progress.ended.discard(line["store"])
        case "ended":
            progress.ended.add(line["store"])
        case "results":
            job, step = line.get("job", ""), int(line["step"])
            outcome = Outcome(line["state"], line["reason"], line["until"], line["task"], line["receipt"], job)
            progress.outcomes.setdefault(step, {}).update(dict.fromkeys(line["keys"], outcome))
            if job:
                progress.jobs.setdefault(job, set()).update((step, key) for key in line["keys"])
        case "verified":
            progress.verified_at = line["at"]
            progress.after = {int(n): int(count) for n, count in line["after"].items()}
            progress.found = {str(name): int(count) for name, count in line["found"].items()}
        case "certified":
            progress.certificates.append(line["sha256"])


def pending(keys: Sequence[str], known: Mapping[str, Outcome]) -> list[str]:
    """Those of a step's records that must be tried still."""
    return [key for key in keys if key not in known or known[key].state in OPEN]
