"""Contracts: which tables are not what their maps say, or differ from the night before, and what to do about each.

What belongs here: ``meta.contract`` and ``meta.drift`` as data for the page, for ``contracts.json`` and for the command
line, and the advice on each kind. Testing a contract is ``assets.night``'s.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from assets.names import shown
from assets.night import Drift, Term, contract_of, drift_of
from assets.report.scoreboard import Line, Scoreboard
from rules.terms import Verdict
from stores.controller import Controller

ADVICE = {
    "short": "Ask for the whole export: in parts (by date or by list), with every status, and with archived records. "
    "For an export known to be whole, say `short_when: []` in its binding.",
    "volume": "Compare the export with the store: a failed page, a filter or a changed permission. If the fall is "
    "right (an erasure in bulk), nothing is to do: after four nights the new number is the usual one.",
    "columns": "Have the column put back into the export, or name it in the map as it is called now.",
    "key": "Two records of one key cannot be told apart. Name the columns that are unique under `key:` in the map.",
    "filled": "Have the field filled in at the store. If it may be empty, take it off `required:` in the map.",
    "codes": "Find out what the new code means. Add it to `codes:` in the map, and to what `record:` makes of it; or "
    "have it mended at the store.",
    "type": "Have the values mended at the store. If they are right, correct `types:` in the map.",
    "dates": "Repair the date at the store, or list the form it is written in under `dates:` in the map. A date that "
    "can be read in two ways needs one form.",
    "quarantined": "Look at the rows in their file, and have them repaired at their source, or the export made well.",
    "link": "Look whether the record it leads to was erased, archived or left out of the export. Export both tables at "
    "one moment, and with archived records.",
    "unread": "Open the documents by hand, or have them stored in a form that can be read: what stands in them was "
    "neither scanned nor judged.",
    "new": "Look what it holds: it was landed and scanned tonight. List it in the map, and under `personal:` if it is.",
    "vanished": "Ask why. If the map lists it, clauses that need the table are unproved until it is back or unmapped.",
    "changed": "Look whether the map still reads it right: `dates:`, `types:` and what `record:` makes of it.",
}
"""What to do about a term that does not hold, or about a column that differs, by kind.

Words of a map stand between backticks.
"""

TOLD_ELSEWHERE = {"rows", "fresh"}
"""An export that is empty or stale is told with its advice among the reasons why nothing is proved."""


@dataclass(frozen=True)
class TableContract:
    """How one table stands to its map and to the night before.

    Attributes:
        store: the store's name.
        table: the table's name.
        expectations: how many terms were tested.
        broken: those that do not hold.
        drift: the columns that differ from the night before.
        clauses: the clauses that it leaves unproved, or of which more may be broken.
    """

    store: str
    table: str
    expectations: int
    broken: tuple[Term, ...]
    drift: tuple[Drift, ...]
    clauses: tuple[Line, ...]

    @property
    def place(self) -> str:
        """``store.table``, as reasons name it."""
        return f"{self.store}.{self.table}"

    @property
    def fails(self) -> bool:
        """Whether a term does not hold of which nothing else tells."""
        return any(term.kind not in TOLD_ELSEWHERE for term in self.broken)


def read_contracts(con: duckdb.DuckDBPyConnection, controller: Controller, board: Scoreboard) -> list[TableContract]:
    """Every table of every store that is read, sorted by store and table, as it stood when it was read last."""
    found = []
    for store, table in controller.tables():
        terms = contract_of(con, store, table)
        broken = tuple(term for term in terms if not term.held)
        needing = [line for line in board.lines if broken and _needs(line, f"{store.name}.{table.name}")]
        drift = drift_of(con, store, table)
        found.append(TableContract(store.name, table.name, len(terms), broken, drift, tuple(needing)))
    return sorted(found, key=lambda one: (one.store, one.table))


def _needs(line: Line, place: str) -> bool:
    """Whether the clause is not proved for a reason that names the table."""
    if line.verdict in {Verdict.KEPT, Verdict.ATTESTED}:
        return False
    return any(reason.startswith(f"{place}: ") for reason in line.reason.split("; "))


def contracts_json(board: Scoreboard, contracts: Sequence[TableContract]) -> str:
    """``report/contracts.json``: the same bytes for the same night."""
    tables = [
        {
            "store": one.store,
            "table": one.table,
            "expectations": one.expectations,
            "broken": [
                {
                    "expectation": term.kind,
                    "column": shown(term.column) if term.column else None,
                    "records": term.records,
                    "record_keys": list(term.keys),
                    "told": term.told,
                    "makes_unproved": term.doubted,
                    "advice": _plain(ADVICE.get(term.kind)),
                }
                for term in one.broken
            ],
            "drift": [_drift(column) for column in one.drift],
            "clauses": [line.clause.id for line in one.clauses],
        }
        for one in contracts
    ]
    whole = {"controller": board.controller, "name": board.name, "as_of": board.as_of.isoformat(), "tables": tables}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _drift(one: Drift) -> dict[str, Any]:
    return {
        "column": shown(one.column),
        "what": one.what,
        "before": one.before or None,
        "now": one.now or None,
        "since": one.since.isoformat(),
        "in_map": one.mapped,
        "told": one.sentence,
        "advice": _plain(ADVICE[one.what]),
    }


def _plain(advice: str | None) -> str | None:
    return advice.replace("`", "") if advice else None
