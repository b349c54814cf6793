"""A flag: one record that breaks one clause, the facts it rests on, its due date and the proposed remedy.

What belongs here: the columns of a flag in the order in which others rely on them (DESIGN.md section 4), and its
identity. A flag's id is a keyed digest of controller, rule, clause, store, table and record key: no date and no score,
so that decisions survive nights. The facts digest beside it changes when what the flag rests on changes.
"""

from __future__ import annotations

COLUMNS = (
    "flag_id",
    "controller",
    "clause",
    "rule",
    "store",
    "table",
    "record_key",
    "subject",
    "category",
    "columns",
    "because",
    "facts",
    "due_on",
    "overdue_days",
    "remedy",
    "status",
    "first_flagged_on",
    "as_of",
)
"""Columns of ``report/flagged.*``, in order. ``columns`` and ``category`` are lists joined by ', '."""

TYPES = {
    **dict.fromkeys(COLUMNS, "VARCHAR"),
    "due_on": "DATE",
    "overdue_days": "BIGINT",
    "first_flagged_on": "DATE",
    "as_of": "DATE",
}

IDENTITY = ("controller", "rule", "clause", "store", "table", "record_key")


def identity_sql(controller: str, rule: str, clause: str) -> str:
    """The flag's id in SQL, over a row's store, table and record_key; needs the connection's ``keyed_digest``."""
    from sqlglot import exp

    fixed = [exp.Literal.string(word).sql(dialect="duckdb") for word in (controller, rule, clause)]
    joined = ", ".join([*fixed, "store", '"table"', "record_key"])
    return f"keyed_digest(concat_ws(chr(31), {joined}))"
