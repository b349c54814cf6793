"""Why a flag stands: one record judged anew for every clause of the notice, told in words.

What belongs here: finding a flag, judging its record again over ``relation.*``, the grounds that lost, and what would
clear it. How a condition reads in words is ``rules.wording``'s; how it looks on a screen is the command line's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from rules.calendar import ZONE, provide
from rules.compiled import Compiled, compile_clause
from rules.notice import Clause
from rules.precedence import State, Weighed, state_of, weigh
from rules.rule import Rule
from rules.terms import Remedy
from rules.wording import in_words, name_in_words, why_not

REMEDIES: Mapping[Remedy, str] = {
    Remedy.ERASE: "Erase the record",
    Remedy.BLANK_FIELDS: "Blank the fields",
    Remedy.REDACT: "Redact the passages",
    Remedy.REDUCE_TO_SUPPRESSION: "Reduce the record to what a suppression list needs",
    Remedy.RESTRICT: "Restrict the processing of the record",
    Remedy.SUPPRESS: "Put the person on the suppression list",
    Remedy.CORRECT: "Correct the record",
    Remedy.TASK: "Carry out the task",
}
_STRENGTH = ("flag", "undated", "kept", "clear", "out")


@dataclass(frozen=True)
class GroundState:
    """One ground to keep: whether it holds for the record, and in words how it stands."""

    name: str
    holds: bool
    state: str


@dataclass(frozen=True)
class Said:
    """What one clause says of the record.

    Attributes:
        clause: the clause.
        rule: its rule.
        answer: flag, undated, kept by GROUND or clear.
        because: the sentences of the rows that are flagged; empty unless the answer is flag.
        due_on: the last day on which the promise was still kept, where the rule has one.
        facts: the columns the rule rests on, as text; dates and codes only.
        grounds: every ground to keep that the rule knows, strongest first.
    """

    clause: Clause
    rule: Rule
    answer: str
    because: tuple[str, ...]
    due_on: date | None
    facts: Mapping[str, str | None]
    grounds: tuple[GroundState, ...]


@dataclass(frozen=True)
class Explanation:
    """A flag explained: its columns, its clause's answer and the others', what clears it, and every ground weighed."""

    flag: Mapping[str, Any]
    said: Said
    others: tuple[Said, ...]
    clears: tuple[str, ...]
    weighed: tuple[Weighed, ...]

    @property
    def state(self) -> State:
        """Whether the record is in use, blocked, or must be destroyed."""
        return state_of(self.weighed)


def find_flags(con: duckdb.DuckDBPyConnection, prefix: str) -> list[dict[str, Any]]:
    """The flags whose id starts with ``prefix``, by id; each as a row of ``flagged.flag``."""
    found = con.execute("SELECT * FROM flagged.flag WHERE starts_with(flag_id, ?) ORDER BY flag_id", [prefix.lower()])
    names = [str(column[0]) for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def explain(
    con: duckdb.DuckDBPyConnection,
    flag: Mapping[str, Any],
    clauses: Iterable[Clause],
    rules: Mapping[str, Rule],
    zone: str = ZONE,
) -> Explanation | None:
    """Judge the flag's record again for every clause, on the flag's own day.

    Args:
        con: a connection with ``relation.*``, the macros and ``keyed_digest``.
        flag: a row of ``flagged.flag``.
        clauses: the notice's clauses, in its order.
        rules: the rules by id.
        zone: the time zone in which the controller's days begin.

    Returns:
        The explanation; None when the flag's clause no longer stands in the notice or no longer judges this record.
    """
    as_of: date = flag["as_of"]
    said = [
        found
        for clause in clauses
        if clause.rule is not None
        and clause.rule in rules
        and (found := judge_record(con, rules[clause.rule], clause, flag, as_of, zone))
    ]
    own = next((one for one in said if one.clause.id == flag["clause"]), None)
    if own is None:
        return None
    others = tuple(one for one in said if one is not own)
    clears = tuple(what_clears(own, flag, as_of))
    return Explanation(flag=flag, said=own, others=others, clears=clears, weighed=weigh(said, as_of))


def judge_record(
    con: duckdb.DuckDBPyConnection,
    rule: Rule,
    clause: Clause,
    record: Mapping[str, Any],
    as_of: date,
    zone: str = ZONE,
) -> Said | None:
    """What one clause says of one record.

    Args:
        con: a connection with ``relation.*`` and the macros.
        rule: the clause's rule.
        clause: the clause.
        record: names ``store``, ``table`` and ``record_key``.
        as_of: the day to judge on.
        zone: the time zone in which the controller's days begin.

    Returns:
        The strongest answer among the record's rows; None when none is in the clause's scope.
    """
    compiled = compile_clause(rule, clause, as_of)
    rows = [row for row in _rows(con, compiled, record, zone) if row["answer"] != "out"]
    if not rows:
        return None
    rows.sort(key=lambda row: (_STRENGTH.index(str(row["answer"]).split()[0]), row["due_on"] or date.max))
    first = rows[0]
    flagged = sorted({str(row["because"]) for row in rows if row["answer"] == "flag"})
    return Said(
        clause=clause,
        rule=rule,
        answer=str(first["answer"]),
        because=tuple(flagged),
        due_on=first["due_on"],
        facts={name: None if first[name] is None else str(first[name]) for name in compiled.facts},
        grounds=tuple(
            GroundState(
                name=name,
                holds=bool(first[f"ground {name}"]),
                state="holds" if first[f"ground {name}"] else why_not(rule, rule.kept_when[name], first),
            )
            for name in compiled.grounds
        ),
    )


def what_clears(said: Said, flag: Mapping[str, Any], as_of: date) -> list[str]:
    """What would make the flag go, in sentences: the remedy, each ground to keep, and correcting what it rests on."""
    rule, given = said.rule, said.clause.given
    where = f"{flag['store']}, table {flag['table']}" if flag["table"] else str(flag["store"])
    remedy = said.clause.remedy or Remedy.TASK
    what = f" ({flag['columns']})" if flag["columns"] else ""
    told = [f"{REMEDIES[remedy]}{what} in {where}: the proposed remedy, once it is approved."]
    told += [
        f"A ground to keep it, {name_in_words(name)}: {in_words(rule, condition, given, as_of)}."
        for name, condition in ((ground.name, rule.kept_when[ground.name]) for ground in said.grounds)
    ]
    because = [words for text in rule.flag_when if (words := in_words(rule, text, given, as_of))]
    if len(because) == 1:
        told.append(f"A correction in the store, if it is wrong there that {because[0]}.")
    else:
        told.append("A correction in the store, if any of these is wrong there: " + "; ".join(because) + ".")
    return told


def _rows(
    con: duckdb.DuckDBPyConnection, compiled: Compiled, record: Mapping[str, Any], zone: str
) -> list[dict[str, Any]]:
    grounds = "".join(f', {sql} AS "ground {name}"' for name, sql in compiled.grounds.items())
    source = (
        f'(SELECT * FROM relation."{compiled.rule.over}" WHERE store = ? AND "table" IS NOT DISTINCT FROM ? '
        "AND record_key IS NOT DISTINCT FROM ?)"
    )
    query = (
        f"SELECT *, {compiled.answer} AS answer, {compiled.because} AS because{grounds} FROM ({compiled.dated(source)})"
    )
    provide(con, query, zone)
    found = con.execute(query, [record["store"], record["table"], record["record_key"]])
    names = [str(column[0]) for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
