"""The process that opens documents: hostile bytes come in by a pipe, text or a reason goes out by another.

What belongs here: the limits of the process, and its loop. Once its libraries are loaded it can open no file and no
socket (no descriptor is left to it), write no file, and take no more memory and time than stated; what breaks the
limits is killed by the kernel or by ``stores.documents_opener``, which started it. It is started with an empty
environment, so it holds no key.
"""

from __future__ import annotations

import codecs
import encodings.aliases
import logging
import os
import resource
import sys
from contextlib import suppress
from typing import BinaryIO

from stores.documents_kinds import TOO_LARGE, Opened
from stores.documents_protocol import ANSWER, READY, REQUEST
from stores.documents_text import opened


def main(memory: int, seconds: int) -> None:
    """Answer requests until the pipe is closed.

    Args:
        memory: bytes of address space.
        seconds: of processor time, for each document.
    """
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for given in (0, 1, 2):
        os.dup2(nowhere, given)
    os.close(nowhere)
    logging.disable()
    _prepare()
    _confine(memory)
    answers.write(READY)
    answers.flush()
    while len(head := requests.read(REQUEST.size)) == REQUEST.size:
        name_length, length = REQUEST.unpack(head)
        name = requests.read(name_length).decode("utf-8", "replace")
        _allow(seconds)
        try:
            _answer(answers, opened(requests.read(length), name))
        except MemoryError:
            _answer(answers, Opened(None, TOO_LARGE, "other"))
            return


def _answer(answers: BinaryIO, found: Opened) -> None:
    text = None if found.text is None else found.text.encode()
    reason, kind = (found.unread or "").encode(), found.kind.encode()
    answers.write(ANSWER.pack(-1 if text is None else len(text), len(reason), len(kind)))
    answers.write(text or b"")
    answers.write(reason + kind)
    answers.flush()


def _prepare() -> None:
    """Load what is loaded late: afterwards no file can be opened."""
    for name in {*encodings.aliases.aliases.values(), "utf-8-sig", "idna"}:
        with suppress(LookupError):
            codecs.lookup(name)
    opened(b"Subject: =?utf-8?q?x?=\nFrom: a@mail.example\nContent-Type: text/html; charset=gbk\n\n<p>x", "a.eml")
    opened(b"%PDF-1.4\n%%EOF", "a.pdf")
    opened(b"{\\rtf1 x}", "a.rtf")


def _confine(memory: int) -> None:
    most_files = 0
    for what, most in (
        (resource.RLIMIT_NOFILE, most_files),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, memory),
    ):
        with suppress(ValueError, OSError):  # macOS does not limit address space
            resource.setrlimit(what, (most, most))


def _allow(seconds: int) -> None:
    """Set the end of the processor time that this document may take."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(spent.ru_utime + spent.ru_stime) + seconds + 1, most))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
