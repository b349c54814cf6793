"""The report's CSV as a reviewer hands it back: decisions on many flags, each row checked against the last night.

What belongs here: reading the columns a reviewer fills in, and refusing a row whose flag is gone or whose facts are not
those of the last night. The digest of a row's facts is computed anew from its own cells, so that what the reviewer saw
is what is compared.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from erasure.acts import Data, FlagRef
from erasure.deciding import Word, grouped
from erasure.errors import ErasureError, Refused
from erasure.rulebook import may_decide
from erasure.standing import Standing
from erasure.tonight import flags_tonight
from rules.errors import nearest
from stores.warehouse import keyed_digest

FILLED_IN = ("decision", "reason", "scope", "until", "matter", "owner", "review_on")
"""The columns a reviewer adds. A row without a decision is left out."""

CHECKED = ("flag_id", "facts", "category", "columns")
"""The report's own columns that a row is checked by."""

LARGEST = 2_000_000_000
"""Bytes of the largest file that is read."""


@dataclass(frozen=True)
class Row:
    """One row with a decision: its number in the file (the heading is 1), and what it says."""

    number: int
    flag: str
    digest: str
    word: Word


@dataclass(frozen=True)
class RowRefused:
    """A row that cannot be recorded, and why."""

    number: int
    flag: str
    why: Refused

    def as_data(self) -> dict[str, str | int]:
        """The refusal for machines."""
        return {"row": self.number, "flag": self.flag, **self.why.as_data()}


class Reviewed:
    """A file of decisions.

    Attributes:
        rows: the rows with a decision that fit the last night so far.
        refused: those that do not.
        blank: how many rows have no decision.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        """Read a file.

        Raises:
            ErasureError: it cannot be read, or is no such CSV; columns are named, values never.
        """
        self.rows: list[Row] = []
        self.refused: list[RowRefused] = []
        self.blank = 0
        seen: dict[str, int] = {}
        for number, cells in _cells(path):
            if not cells["decision"].strip():
                self.blank += 1
                continue
            flag = cells["flag_id"].strip().lower()
            try:
                _once(flag, number, seen)
                self.rows.append(Row(number, flag, _digest(cells, key), _word(cells)))
            except Refused as error:
                self.refused.append(RowRefused(number, flag[:32], error))

    def check(self, con: duckdb.DuckDBPyConnection) -> dict[str, FlagRef]:
        """Refuse the rows whose flag is gone or whose facts are others; the flags of the rest, by id."""
        now = flags_tonight(con, (row.flag for row in self.rows))

        def fits(row: Row) -> None:
            if row.flag not in now:
                raise Refused("flag_id", "is no flag of the last night", hint="it is resolved, or the id was changed")
            if row.digest != now[row.flag].facts:
                hint = "look at it in tonight's report, and decide again"
                raise Refused("facts", "are not those of the last night", hint=hint)
            row.word.of([now[row.flag]])

        self._keep(fits)
        return now

    def make(self, standing: Standing, now: Mapping[str, FlagRef], *, partial: bool) -> list[Data]:
        """The entries for the rows that the ledger allows; none at all if a row is refused, unless ``partial``."""
        held = {now[row.flag].record for row in self.rows if row.word.decision == "hold"}

        def allowed(row: Row) -> None:
            may_decide(standing, now[row.flag], row.word.decision)
            if row.word.decision == "approve" and now[row.flag].record in held:
                raise Refused("decision", "another row puts the same record on hold", "hold, or nothing")

        self._keep(allowed)
        if self.refused and not partial:
            return []
        return grouped((row.word, now[row.flag]) for row in self.rows)

    def _keep(self, fits: Callable[[Row], None]) -> None:
        kept = []
        for row in self.rows:
            try:
                fits(row)
                kept.append(row)
            except Refused as error:
                self.refused.append(RowRefused(row.number, row.flag[:32], error))
        self.rows = kept
        self.refused.sort(key=lambda one: one.number)


def _once(flag: str, number: int, seen: dict[str, int]) -> None:
    if flag in seen:
        raise Refused("flag_id", f"stands in row {seen[flag]} too", "one row a flag")
    seen[flag] = number


def _cells(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of the file by column, from row 2 on."""
    try:
        if path.stat().st_size > LARGEST:
            raise ErasureError(f"{path}: is larger than {LARGEST // 1_000_000_000} GB")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ErasureError(f"{path}: is not UTF-8. Hint: save it as CSV UTF-8") from None
    except OSError as error:
        raise ErasureError(f"{path}: cannot be read ({error.strerror})") from None
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [name.strip() for name in next(reader, [])]
        for name in (*CHECKED, "decision", "reason"):
            if names.count(name) != 1:
                told = "twice" if name in names else "missing"
                hint = "" if name in names else f" Hint: {nearest(name, names) if names else 'the file is empty'}"
                raise ErasureError(f"{path}: the column {name} is {told}.{hint}")
        for number, row in enumerate(reader, 2):
            if not any(cell.strip() for cell in row):
                continue
            if len(row) > len(names):
                raise ErasureError(f"{path}: row {number} has {len(row)} cells, the heading {len(names)}")
            cells = dict(zip(names, row, strict=False))
            yield number, {name: cells.get(name, "") for name in (*CHECKED, *FILLED_IN)}
    except csv.Error:
        raise ErasureError(f"{path}: line {reader.line_num} is not readable as CSV") from None


def _digest(cells: Mapping[str, str], key: bytes) -> str:
    """The digest of a row's facts, as ``rules.engine`` computes it."""
    try:
        facts = json.loads(cells["facts"])
        facts.pop("grounds_that_lost", None)
    except (ValueError, AttributeError, RecursionError):
        raise Refused("facts", "are not as the report gave them", hint="leave the report's own columns alone") from None
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    return keyed_digest(key, "\x1f".join((text, cells["category"], cells["columns"])))


def _word(cells: Mapping[str, str]) -> Word:
    values = {name: cells[name].strip() for name in FILLED_IN}
    for name in ("until", "review_on"):
        if values[name] and not (len(values[name]) == 10 and values[name][4] == "-" == values[name][7]):
            hint = "a spreadsheet may have rewritten it: format the column as text"
            raise Refused(name, "is not a day as it is written here", "YYYY-MM-DD", hint)
    values["decision"], values["scope"] = values["decision"].lower(), values["scope"].lower()
    return Word(**values)
