"""A rule and what a clause gives it, as SQL: parsed, checked against the relation, parameters put in as literals.

What belongs here: everything between the YAML text of a condition and the SQL that runs. Values are never pasted: each
is a literal made by sqlglot. Functions that count differently between engines are refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from rules.categories import categories, covered
from rules.errors import RuleError, nearest
from rules.minimums import shown_period, stated_period
from rules.relations import RELATIONS, clocks_of
from rules.rule import Parameter, Rule

BANNED = frozenset({"date_diff", "datediff", "datesub", "date_sub", "to_months", "timezone", "random", "now", "today"})
"""Engines disagree on the first ones; the clock is always passed in."""

WORKING = "working days"
"""Marks a literal that is a number of working days."""

COUNTS_WORKING = frozenset({"due", "kept_past", "answer_by"})
"""The macros that have a counterpart for working days, named ``{macro}_working``."""


def literals(rule: Rule, given: Mapping[str, Any]) -> dict[str, exp.Expression]:
    """What the clause gives, as SQL expressions by parameter name; an optional one that is absent is NULL.

    Raises:
        RuleError: a parameter is unknown, missing, or not of its kind; with the nearest valid name.
    """
    for name in given:
        if name not in rule.given:
            raise RuleError(f"the rule {rule.id} takes no '{name}'; {nearest(name, rule.given)}")
    found: dict[str, exp.Expression] = {}
    for name, parameter in rule.given.items():
        if given.get(name) is None:
            if not parameter.optional:
                raise RuleError(f"the rule {rule.id} needs '{name}' ({parameter.kind})")
            listed = parameter.kind in {"codes", "categories"}
            found[name] = exp.Tuple(expressions=[exp.Null()]) if listed else exp.Null()
        else:
            _listed(name, parameter, given[name])
            found[name] = _literal(rule, name, parameter, given[name])
    return found


def _listed(name: str, parameter: Parameter, value: Any) -> None:
    """Refuse a word that the rule's list does not have."""
    for word in value if isinstance(value, list) else [value]:
        if parameter.one_of and word not in parameter.one_of:
            raise RuleError(f"{name} cannot be '{word}'; {nearest(str(word), parameter.one_of)}")


def _period(name: str, value: Any) -> exp.Expression:
    try:
        period = stated_period(str(value))
    except ValueError as error:
        raise RuleError(f"{name}: {error}") from None
    said: exp.Expression = exp.maybe_parse(period.sql, dialect="duckdb")
    said.meta[WORKING] = bool(period.working_days)
    return said


def _literal(rule: Rule, name: str, parameter: Parameter, value: Any) -> exp.Expression:
    match parameter.kind:
        case "clock":
            if value not in clocks_of(rule.over):
                raise RuleError(f"'{value}' is not a clock of {rule.over}; {nearest(str(value), clocks_of(rule.over))}")
            return exp.column(value, quoted=True)
        case "period":
            return _period(name, value)
        case "integer":
            if isinstance(value, bool) or not isinstance(value, int):
                raise RuleError(f"{name} must be a whole number, not '{value}'")
            return exp.Literal.number(value)
        case "codes" | "categories":
            if not isinstance(value, list) or not value or not all(isinstance(v, str) for v in value):
                raise RuleError(f"{name} must be a list of words")
            words = list(value)
            if parameter.kind == "categories":
                if unknown := [w for w in words if w not in categories()]:
                    raise RuleError(f"'{unknown[0]}' is not a data category; {nearest(unknown[0], categories())}")
                words = covered(words)
            return exp.Tuple(expressions=[exp.Literal.string(w) for w in words])
        case _:
            if not isinstance(value, str):
                raise RuleError(f"{name} must be a word, not {type(value).__name__}")
            return exp.Literal.string(value)


def condition(rule: Rule, text: str, values: Mapping[str, exp.Expression], as_of: date) -> str:
    """One condition as SQL, every ``$name`` replaced.

    Raises:
        RuleError: it does not parse, names an unknown column or parameter, or calls a banned function.
    """
    try:
        tree = sqlglot.parse_one(re.sub(r"\$([a-z_]+)", r":\1", text), read="duckdb")  # $a,$b reads as a quoted string
    except SqlglotError:
        raise RuleError(f"the rule {rule.id} has a condition that is not SQL: {text}") from None
    known = {**values, "as_of": exp.cast(exp.Literal.string(as_of.isoformat()), "date")}
    if isinstance(tree, (exp.Select, exp.Union, exp.Command)) or tree.find(exp.Select):
        raise RuleError(f"the rule {rule.id} has a query where a condition belongs: {text}")

    columns = {*RELATIONS[rule.over], *(["due_on"] if rule.due_on and text != rule.due_on else [])}
    _count_working(rule, tree, known)

    def put(node: exp.Expression) -> exp.Expression:
        if isinstance(node, (exp.Parameter, exp.Placeholder)):
            name = node.name or str(node.this)
            if name not in known:
                raise RuleError(f"the rule {rule.id} speaks of ${name}; {nearest(name, known)}")
            return known[name].copy()
        if isinstance(node, exp.Column) and node.name not in columns:
            raise RuleError(f"{rule.over} has no column '{node.name}'; {nearest(node.name, columns)}")
        if isinstance(node, exp.Func) and _name(node) in BANNED:
            raise RuleError(f"the rule {rule.id} calls {_name(node)}(), which engines count differently or has a clock")
        return node

    return str(tree.transform(put).sql(dialect="duckdb"))


def _count_working(rule: Rule, tree: exp.Expr, known: Mapping[str, exp.Expression]) -> None:
    """Where a macro is given working days, call the one that counts them; anywhere else they are refused."""
    for node in list(tree.find_all(exp.Parameter, exp.Placeholder)):
        name = node.name or str(node.this)
        if name not in known or not known[name].meta.get(WORKING):
            continue
        caller = node.parent
        if not isinstance(caller, exp.Anonymous) or caller.name.lower() not in COUNTS_WORKING:
            raise RuleError(f"the rule {rule.id} cannot count {name} in working days; give calendar days or months")
        caller.set("this", f"{caller.name.lower()}_working")


def _name(node: exp.Func) -> str:
    return (node.name if isinstance(node, exp.Anonymous) else node.sql_name()).lower()


def because(rule: Rule, given: Mapping[str, Any], values: Mapping[str, exp.Expression]) -> str:
    """The sentence of a flag as an SQL expression: each ``{name}`` is due_on, a column of the row, or what was given.

    ``{clock}`` reads as the clock's name in words; a date as ISO 8601.
    """
    parts: list[str] = []
    for text, name in re.findall(r"([^{]*)(?:\{([a-z_]+)\})?", rule.because):
        if text:
            parts.append(exp.Literal.string(text).sql(dialect="duckdb"))
        if name in values:
            shown = given.get(name, "any")
            words = ", ".join(map(str, shown)) if isinstance(shown, list) else str(shown)
            if rule.given[name].kind == "period":
                words = shown_period(words)
            if rule.given[name].kind == "clock":
                words = words.replace("_", " ")
            parts.append(exp.Literal.string(words).sql(dialect="duckdb"))
        elif name:
            parts.append(f"coalesce(CAST(\"{name}\" AS VARCHAR), 'not stated')")
    return " || ".join(parts)
