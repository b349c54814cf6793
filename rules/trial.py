"""Runs one rule on one worked example: the rule's own conditions over a relation of one row.

What belongs here: what makes every rule file's examples a test, and shows an author what a rule says of a row.
"""

from __future__ import annotations

from typing import Any

import duckdb

from rules.calendar import provide
from rules.compiled import compile_clause
from rules.notice import Clause
from rules.relations import RELATIONS, macros
from rules.rule import Example, Rule
from rules.terms import Remedy


def answer(rule: Rule, example: Example, con: duckdb.DuckDBPyConnection | None = None) -> str:
    """What the rule says of the example's row: out, kept by GROUND, undated, flag or clear.

    Raises:
        RuleError: the example gives what the rule does not take.
    """
    con = con or trial_connection()
    clause = Clause(
        id="the-example", quote="an example of the rule", rule=rule.id, given=example.given, remedy=Remedy.TASK
    )
    compiled = compile_clause(rule, clause, example.as_of)
    columns = ", ".join(
        f'CAST({_literal(example.row.get(name))} AS {kind}) AS "{name}"' for name, kind in RELATIONS[rule.over].items()
    )
    query = f"SELECT {compiled.answer}, {compiled.because} FROM ({compiled.dated(f'(SELECT {columns})')})"
    provide(con, query)
    found = con.execute(query).fetchone()
    return str(found[0]) if found else "out"


def trial_connection() -> duckdb.DuckDBPyConnection:
    """An in-memory connection that speaks the macros."""
    con = duckdb.connect()
    con.execute(macros())
    return con


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    return "'" + str(value).replace("'", "''") + "'"
