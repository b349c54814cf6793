"""The exceptions of this program's configuration and rules, drawn whole. Messages hold no personal value.

AbideError
├── ConfigurationError     a file the user wrote is wrong: file, line, what was found, what is allowed
├── RuleError              a rule cannot be read as what it claims to be
└── (stores.errors)        SourceError and what hangs below it
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path


class AbideError(Exception):
    """Root of every error this program raises on purpose."""


@dataclass(frozen=True)
class Problem:
    """One mistake in one file: where it stands, what it is, what to do.

    Attributes:
        file: path as the user gave it.
        line: 1-based line, 0 when the file has none (missing, empty).
        key: dotted path of the key inside the document, '' for the document itself.
        message: what was found and what is allowed.
        hint: what to do about it, '' when the message says it all.
    """

    file: Path
    line: int
    key: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else str(self.file)
        key = f" {self.key}:" if self.key else ""
        hint = f" Hint: {self.hint}" if self.hint else ""
        return f"{place}:{key} {self.message}{hint}"


class ConfigurationError(AbideError):
    """One or more problems in the files of a controller folder, all of them told at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in self.problems))


class RuleError(AbideError):
    """A rule's SQL or its parameters do not fit the relation it names."""


def nearest(word: str, allowed: Iterable[str]) -> str:
    """A sentence naming the nearest allowed word, or all of them when none is near (at most 12)."""
    names = sorted(allowed)
    close = get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return f"did you mean '{close[0]}'?"
    shown = ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
    return f"allowed: {shown}"
