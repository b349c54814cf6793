"""What a lint of the notice is, what it may look at, and how those of the folder ``lints`` are found and told.

What belongs here: the form of a finding, its stable id, and what ``accepted`` does to it. What is looked for stands in
``pipelines.checking.lints``, one concern a file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from pipelines.checking import lints
from rules.document import line_of, read_yaml
from rules.notice import Accepted, Clause, words
from scanners.prose.reading import Reading, Said
from stores.controller import Controller

_TOGETHER = 3
SHOWN = 110
"""Letters of the notice's words that a line of output shows."""


@dataclass(frozen=True)
class Lint:
    """One thing about the notice that somebody should look at.

    Attributes:
        kind: which lint it is.
        mark: what tells it from others of its kind: a digest of the words, or the name of what is missing.
        file: the file it stands in.
        line: the 1-based line, 0 where a whole file is meant.
        words: the notice's words; '' where what is wrong is that they are missing.
        told: what is wrong, in one sentence.
        law: the law behind it.
        todo: what to do.
        accepted: the reason and the last day for which somebody lets it stand.
    """

    kind: str
    mark: str
    file: Path
    line: int
    words: str
    told: str
    law: tuple[str, ...]
    todo: str
    accepted: Accepted | None = None

    @property
    def id(self) -> str:
        """The id that ``accepted`` names: the same as long as the words are."""
        return f"{self.kind}/{self.mark}"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else str(self.file)
        shown = self.words if len(self.words) <= SHOWN else f"{self.words[: SHOWN - 2].rsplit(' ', 1)[0]} …"
        quote = f" “{shown}”" if shown else ""
        law = f" ({', '.join(self.law)})" if self.law else ""
        return f"{place}: {self.id}:{quote} {self.told}{law} Hint: {self.todo}"

    def as_data(self) -> dict[str, Any]:
        """For ``--json``."""
        let = self.accepted
        return {
            "id": self.id,
            "kind": self.kind,
            "file": str(self.file),
            "line": self.line,
            "words": self.words,
            "message": self.told,
            "law": list(self.law),
            "hint": self.todo,
            "accepted": {"reason": let.reason, "until": let.until.isoformat()} if let else None,
        }


@dataclass(frozen=True)
class Seen:
    """What the lints may look at.

    Attributes:
        controller: the controller as configured.
        file: the file with the notice's text.
        reading: the notice, read.
        as_of: the day that decides what has expired.
    """

    controller: Controller
    file: Path
    reading: Reading
    as_of: date

    @cached_property
    def said(self) -> str:
        """The whole notice as patterns read it."""
        return " ".join(one.text for one in self.reading.said) + " " + " ".join(one.said for one in self.reading.titles)

    @cached_property
    def clauses_at(self) -> list[tuple[int, int, Clause]]:
        """Where each clause's quote begins and ends in the layout's text."""
        found = []
        for clause in self.controller.notice.clauses:
            pattern = r"\s+".join(re.escape(word) for word in words(clause.quote).split(" "))
            place = re.search(rf"(?<!\w){pattern}(?!\w)", self.reading.text)
            if place:
                found.append((place.start(), place.end(), clause))
        return found

    def clauses_of(self, said: Said) -> list[Clause]:
        """The clauses whose quotes overlap a sentence."""
        return [clause for start, end, clause in self.clauses_at if start < said.end and said.start < end]

    def lint(self, kind: str, said: Said, told: str, law: Iterable[str], todo: str) -> Lint:
        """A lint about a sentence."""
        return Lint(kind, mark_of(said.quote), self.file, said.line, said.quote, told, tuple(law), todo)

    def whole(self, kind: str, mark: str, told: str, law: Iterable[str], todo: str) -> Lint:
        """A lint about what is missing in the notice as a whole."""
        return Lint(kind, mark, self.file, 0, "", told, tuple(law), todo)


def mark_of(text: str) -> str:
    """A short digest of words, the same whatever their white space."""
    return hashlib.sha256(words(text).encode()).hexdigest()[:8]


def kinds() -> list[str]:
    """The lints there are, by the name of their file."""
    return sorted(module.name for module in iter_modules(lints.__path__))


def look(seen: Seen) -> list[Lint]:
    """Every lint of the notice, in the order of its lines; those that somebody accepted say so."""
    found: dict[str, Lint] = {}
    for name in kinds():
        module = import_module(f"{lints.__name__}.{name}")
        for lint in module.find(seen):
            found.setdefault(lint.id, lint)
    told = sorted(found.values(), key=lambda lint: (str(lint.file), lint.line, lint.id))
    return [*_accepted(told, seen), *_idle(told, seen)]


def _accepted(told: list[Lint], seen: Seen) -> Iterator[Lint]:
    entries = seen.controller.notice.accepted
    for lint in told:
        fits = [one for one in entries if one.id in {lint.id, lint.kind}]
        standing = next((one for one in fits if one.until >= seen.as_of), None)
        if standing is not None:
            yield replace(lint, accepted=standing)
        elif fits:
            ran_out = max(one.until for one in fits)
            yield replace(lint, told=f"{lint.told} It was accepted until {ran_out}.")
        else:
            yield lint


def _idle(told: list[Lint], seen: Seen) -> Iterator[Lint]:
    """Entries of ``accepted`` that silence nothing."""
    known = {lint.id for lint in told} | {lint.kind for lint in told}
    path = seen.controller.folder / "notice.yaml"
    for i, one in enumerate(seen.controller.notice.accepted):
        if one.id not in known:
            line = line_of(read_yaml(path), ["accepted", i])
            todo = "take the entry out, or correct its id"
            yield Lint("accepted", one.id.replace("/", "-"), path, line, "", f"'{one.id}' is no warning now.", (), todo)


def told(found: Iterable[Lint]) -> Iterator[str]:
    """Lints as lines; more than three that are about a whole file and of one kind are one line."""
    together: dict[tuple[Path, str], list[Lint]] = {}
    apart: list[Lint] = []
    for lint in found:
        together.setdefault((lint.file, lint.kind), []).append(lint) if not lint.line else apart.append(lint)
    for (file, kind), some in together.items():
        if len(some) > _TOGETHER:
            marks = ", ".join(lint.mark for lint in some)
            yield f"{file}: {kind}: {len(some)} of them: {marks}. Hint: abide check --json tells each with its law"
        else:
            yield from map(str, some)
    yield from map(str, apart)
