"""What is known of the values by which a column is told: answers to questions of yes and no, each asked once.

Here: which values of a column are looked at, the questions there are, and the answers, which can be kept: they hold no
value and depend on nothing but the value. Not here: what follows from them for the column (`scanners.column`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
import polars as pl

from scanners import names
from scanners.registry import Kind, kinds, modules
from scanners.text import FREE_TEXT_WORDS, header_words, is_free_text, is_machine_text
from scanners.whole import Whole, whole_of

MOST = 2_000
"""Most distinct values of a column that are looked at to say what it is; cells are read all the same."""

LONGEST = 2_000
TOO_LONG = "a text that is too long to be of any one kind"

FIRST_LOOK = 60
"""Values of the first look: a kind that fits none of them, and that the header does not name, is passed over."""

ASKED, YES = 1, 2
"""Bits of an answer; 0: never asked."""

_SEED = 2_011

Answers = np.ndarray[Any, np.dtype[np.uint8]]
"""One row a question (`questions`), one column a value."""

Recall = Callable[[pl.Series], Answers]
"""Given the values looked at, what is known of them; the answers are written on."""

Truths = np.ndarray[Any, np.dtype[np.bool_]]
Places = np.ndarray[Any, np.dtype[np.intp]]


@dataclass(frozen=True, slots=True)
class Question:
    """The row of a question's answers, and how a stripped value is judged; several rows if one look tells as much."""

    row: int
    judge: Callable[[str], bool | tuple[bool, ...]]
    width: int = 1


@cache
def wholes() -> tuple[tuple[Kind, Whole, re.Pattern[str], re.Pattern[str]], ...]:
    """The kinds that can type a column, with the headers that speak for them and against them."""
    brought = {m.__name__.rpartition(".")[2]: getattr(m, "WHOLE", None) for m in modules()}
    table = []
    for kind in kinds().values():
        if kind.column is None and brought[kind.name] is None:
            continue
        whole = brought[kind.name] or whole_of(kind.recogniser, f"as {kind.name} has them", kind.column or "header")
        table.append((kind, whole, re.compile(whole.header), re.compile(whole.against or r"(?!)")))
    return tuple(table)


@cache
def questions() -> Mapping[str, Question]:
    """All questions by name: `postcode`, `postcode loose`, `postcode beside`; of names and natures."""
    asked: dict[str, Callable[[str], bool]] = {}
    for kind, whole, _, _ in wholes():
        asked[kind.name] = whole.is_one
        if whole.loose is not None:
            asked[f"{kind.name} loose"] = whole.loose
        if whole.beside_is_one is not None:
            asked[f"{kind.name} beside"] = whole.beside_is_one
    asked["prose"] = lambda value: is_free_text(value) and value.count(" ") >= FREE_TEXT_WORDS - 1
    asked["machine text"] = is_machine_text
    for category in (names.NAME, names.FIRST, names.LAST):
        asked[category] = _shaped(category)
    made = {name: Question(row, judge) for row, (name, judge) in enumerate(asked.items())}
    made["persons"] = Question(len(made), names.signs, names.SIGNS)
    return made


def _shaped(category: str) -> Callable[[str], bool]:
    return lambda value: names.looks_like_a_name(value, category)


def nothing_known(values: pl.Series) -> Answers:
    """The answers before any question was asked."""
    return np.zeros((sum(question.width for question in questions().values()), len(values)), dtype=np.uint8)


def packed(answers: Answers) -> Answers:
    """The answers as bits: one row a value, whole bytes."""
    return np.concatenate([np.packbits(answers & bit != 0, axis=0) for bit in (ASKED, YES)]).T.copy()


def unpacked(bits: Answers) -> Answers:
    """The answers that `packed` packed."""
    known, yes = np.split(bits.T, 2)
    rows = nothing_known(pl.Series([], dtype=pl.String)).shape[0]
    return np.unpackbits(known, axis=0, count=rows) * ASKED | np.unpackbits(yes, axis=0, count=rows) * YES


def drawn(values: Sequence[str], most: int = MOST) -> pl.Series:
    """The values that are looked at, at most `most`, as if drawn by lot, but the same ones whatever their order.

    A value is in if its hash is among the smallest, and stands in their order: a column of which one value in a hundred
    changed is looked at by nearly the same values in nearly the same order.
    """
    held = getattr(values, "series", None)
    series = held if isinstance(held, pl.Series) else pl.Series("value", values, dtype=pl.String)
    hashes = series.hash(_SEED).to_numpy()
    some = np.argpartition(hashes, most)[:most] if len(series) > most else np.arange(len(series))
    return series.gather(some[np.argsort(hashes[some], kind="stable")])


class Look:
    """A column as it is looked at: its name as exported and in words, its table's, and the values looked at."""

    def __init__(self, column: str, table: str, distinct: int, series: pl.Series, answers: Answers) -> None:
        self.column = column
        self.header = header_words(column)
        self.table = header_words(table)
        self.distinct = distinct
        self.total = len(series)
        self.first = min(self.total, FIRST_LOOK)
        self._series = series
        self._answers = answers

    @cached_property
    def values(self) -> Sequence[str]:
        """The values looked at, stripped; one that is too long for any kind is a stand-in."""
        return [v.strip() if len(v) <= LONGEST else TOO_LONG for v in self._series.to_list()]

    def any_at_first(self, name: str) -> bool:
        """Whether the answer is yes for any of the values of the first look; asked no further than the first yes."""
        question = questions()[name]
        row = self._answers[question.row, : self.first]
        if (row & YES).any():
            return True
        for place in np.flatnonzero(row == 0).tolist():
            yes = question.judge(self.values[place])
            row[place] = ASKED + YES * bool(yes)
            if yes:
                return True
        return False

    def ask(self, name: str, places: Places | None = None) -> Truths:
        """Per value looked at (or those at `places`), whether the answer is yes."""
        found: Truths = self.ask_all(name, places)[0]
        return found

    def ask_all(self, name: str, places: Places | None = None) -> Truths:
        """The same for a question of several parts: one row a part."""
        question = questions()[name]
        rows = self._answers[question.row : question.row + question.width]
        asked = rows if places is None else rows[:, places]
        unknown = np.flatnonzero(asked[0] == 0)
        if len(unknown):
            unknown = unknown if places is None else places[unknown]
            values = self.values
            judged = np.array([question.judge(values[place]) for place in unknown.tolist()], dtype=np.uint8)
            rows[:, unknown] = ASKED + (YES * judged).T
            asked = rows if places is None else rows[:, places]
        found: Truths = asked & YES != 0
        return found
