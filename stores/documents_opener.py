"""Opening documents in a process of their own, which may crash, hang or run out of memory without harm.

What belongs here: starting that process, giving it documents, ending it in time, and turning the way it ended into a
reason. Reading documents is ``stores.documents_text``'s; limits inside the process are ``stores.documents_worker``'s.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
from collections import OrderedDict
from hashlib import sha256
from pathlib import Path, PurePosixPath
from time import monotonic
from types import TracebackType
from typing import Self

from stores.documents_kinds import DAMAGED, LARGEST, LONGEST, REASONS, TOO_LARGE, TOO_LONG, Opened
from stores.documents_protocol import ANSWER, READY, REQUEST
from stores.errors import SourceError

MEMORY = 512 << 20
"""Bytes of address space of the process."""
SECONDS = 10
"""Seconds for one document."""
_START = 60
_PASSED_ON = ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")
"""All that the process gets of the environment, which may hold keys."""
_REUSED = 1_000
_KEPT = 16_000_000
_REASONS = frozenset(REASONS)
_KINDS = frozenset({"pdf", "docx", "xlsx", "odt", "rtf", "html", "mail", "text", "other"})
_MOST_ANSWERED = 4 * LONGEST + 4096


class _Ended(Exception):  # noqa: N818 - it ended, as it must on some documents
    """The process gave no answer; why is the document's reason."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Opener:
    """Opens documents, one after another. The process is started by the first and reused; answers are remembered.

    Use it as a context manager: leaving it ends the process.
    """

    def __init__(self, *, memory: int = MEMORY, seconds: int = SECONDS) -> None:
        self.memory = memory
        self.seconds = seconds
        self.parsed = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._used = 0
        self._known: OrderedDict[tuple[bytes, str], Opened] = OrderedDict()
        self._characters = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._end()

    def open(self, data: bytes, name: str) -> Opened:
        """The text of a document, or why there is none. Never raises for what a document holds, never waits long.

        Args:
            data: its bytes.
            name: its file name.

        Raises:
            SourceError: documents cannot be opened on this machine at all.
        """
        if len(data) > LARGEST:
            return Opened(None, TOO_LARGE, kind_by_name(name))
        key = (sha256(data).digest(), PurePosixPath(name.lower()).suffix)
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        found = self._opened(data, name)
        self._known[key] = found
        self._characters += len(found.text or "")
        while self._characters > _KEPT or len(self._known) > 10_000:
            _, oldest = self._known.popitem(last=False)
            self._characters -= len(oldest.text or "")
        return found

    def _opened(self, data: bytes, name: str) -> Opened:
        self.parsed += 1
        try:
            process = self._started()
            found = self._ask(process, data, name)
        except _Ended as ended:
            return Opened(None, ended.reason, kind_by_name(name))
        self._used += 1
        if self._used >= _REUSED or found.unread == TOO_LARGE:
            self._end()
        return found

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._end()
        root = str(Path(__file__).resolve().parent.parent)
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "stores.documents_worker", str(self.memory), str(self.seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=root,
            env={name: value for name in _PASSED_ON if (value := os.environ.get(name))},
        )
        self._used = 0
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None  # noqa: S101 - PIPE was asked for
            os.set_blocking(pipe.fileno(), False)
        try:
            if self._read(self._process, len(READY), monotonic() + _START) == READY:
                return self._process
        except _Ended:
            pass
        self._end()
        raise SourceError("the process that opens documents does not start; run abide doctor")

    def _ask(self, process: subprocess.Popen[bytes], data: bytes, name: str) -> Opened:
        until = monotonic() + self.seconds
        named = name.encode("utf-8", "replace")[-1024:]
        self._write(process, REQUEST.pack(len(named), len(data)) + named, until)
        self._write(process, data, until)
        length, reason_length, kind_length = ANSWER.unpack(self._read(process, ANSWER.size, until))
        if max(length, reason_length, kind_length) > _MOST_ANSWERED:
            self._end()
            raise _Ended(DAMAGED)
        text = self._read(process, max(length, 0), until)
        reason = self._read(process, reason_length, until).decode("utf-8", "replace")
        kind = self._read(process, kind_length, until).decode("utf-8", "replace")
        if kind not in _KINDS or not _REASONS.issuperset(reason.split("; ") if reason else ()):
            self._end()
            raise _Ended(DAMAGED)
        return Opened(None if length < 0 else text.decode("utf-8", "replace"), reason or None, kind)

    def _write(self, process: subprocess.Popen[bytes], data: bytes, until: float) -> None:
        assert process.stdin is not None  # noqa: S101
        view, pipe = memoryview(data), process.stdin.fileno()
        while view:
            self._wait(process, pipe, selectors.EVENT_WRITE, until)
            try:
                view = view[os.write(pipe, view[: 1 << 20]) :]
            except BlockingIOError:
                continue
            except OSError:
                raise self._why(process) from None

    def _read(self, process: subprocess.Popen[bytes], size: int, until: float) -> bytes:
        assert process.stdout is not None  # noqa: S101
        pipe, parts = process.stdout.fileno(), bytearray()
        while len(parts) < size:
            self._wait(process, pipe, selectors.EVENT_READ, until)
            try:
                part = os.read(pipe, min(size - len(parts), 1 << 20))
            except BlockingIOError:
                continue
            if not part:
                raise self._why(process)
            parts += part
        return bytes(parts)

    def _wait(self, process: subprocess.Popen[bytes], pipe: int, event: int, until: float) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, event)
            if not selector.select(max(until - monotonic(), 0)):
                process.kill()
                self._end()
                raise _Ended(TOO_LONG)

    def _why(self, process: subprocess.Popen[bytes]) -> _Ended:
        """The reason behind a process that has closed its pipes: it has ended, or is made to."""
        process.kill()
        ended = process.wait()
        self._end()
        return _Ended(TOO_LONG if ended == -signal.SIGXCPU else DAMAGED)

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        process.wait()


def kind_by_name(name: str) -> str:
    """The kind that a document's name claims, where the document itself was not looked at."""
    suffix = PurePosixPath(name.lower()).suffix.lstrip(".")
    return suffix if suffix in {"pdf", "docx", "xlsx", "odt", "rtf", "html"} else "other"
