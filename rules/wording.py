"""A rule's conditions in plain words, for people who do not read SQL.

What belongs here: reading a condition and saying it, with what the clause gives put in. A condition of a form not known
here is told as the SQL it is, never guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlglot
from sqlglot import exp

from rules.relations import RELATIONS, SWITCHES, WIDE
from rules.rule import Rule

_COMPARED: Mapping[type[exp.Expr], str] = {
    exp.EQ: "is",
    exp.NEQ: "is not",
    exp.GT: "is more than",
    exp.GTE: "is at least",
    exp.LT: "is less than",
    exp.LTE: "is at most",
}
_COMPARED_DATES: Mapping[type[exp.Expr], str] = {
    exp.GT: "is after",
    exp.GTE: "is not before",
    exp.LT: "is before",
    exp.LTE: "is not after",
}


_STATEMENTS = {
    "encrypted": "it is encrypted",
    "paid_for": "it was paid for",
    "reportable": "it must be reported",
    "significant": "the change is significant",
}
_MACROS = {
    ("kept_past", 3): "{0} plus {1} is before {2}",
    ("since", 3): "{0} plus {1} is not before {2}",
    ("stands", 3): "{0} was given and not taken back since",
    ("objected", 3): "{1} was made by {2}",
    ("by_now", 2): "{0}, or {1} if that has not come,",
    ("by_then", 2): "{0}, or the beginning of {1} if that has not come,",
    ("lasts", 2): "{0} is {1} or later",
    ("due", 2): "{0} plus {1}",
    ("due_working", 2): "{0} plus {1} working days",
    ("moved", 2): "{0}, or the next working day",
    ("begins", 1): "the beginning of {0}",
    ("local_day", 1): "the day of {0}",
    ("special", 1): "the {0} is special-category or criminal-offence data",
    ("undated", 2): "{0} is not stated or in the future",
}
"""How each macro of ``relations.sql`` reads, by its name and number of arguments."""

_NAMES = {"due_on": "the last day"}
_NOUNS = {"opted_in_on": "opt-in", "opted_out_on": "opt-out", "last_contacted_on": "last contact"}


def name_in_words(name: str) -> str:
    """A column's, clock's or ground's name as words: ``subject_opted_out_on`` is "the person's opt-out"."""
    if name in WIDE:
        own = name.removeprefix("subject_")
        return "the person's " + _NOUNS.get(own, own.removesuffix("_on").removesuffix("_until")).replace("_", " ")
    return _NAMES.get(name) or name.replace("_", " ")


def _yes(name: str) -> str:
    """A yes-or-no column as a statement."""
    if name in _STATEMENTS:
        return _STATEMENTS[name]
    if name.removeprefix("subject_") not in SWITCHES:
        return name_in_words(name)
    whose = "the person" if name in WIDE else "the record"
    return f"{whose} is {name.removeprefix('subject_').replace('_', ' ')}"


def in_words(rule: Rule, condition: str, given: Mapping[str, Any], as_of: date) -> str:
    """One condition in words; empty when what the clause gives makes it hold always.

    Args:
        rule: the rule the condition stands in.
        condition: SQL as written in the rule's file.
        given: what the clause gives.
        as_of: the day to name where the condition says ``$as_of``.
    """
    return _Words(rule, given, as_of).state(_parsed(condition))


def why_not(rule: Rule, condition: str, row: Mapping[str, Any]) -> str:
    """Why a ground to keep does not hold for a row: none, ran out on a day, or the facts it looked at."""
    tree = _parsed(condition)
    if isinstance(tree, exp.Column):
        return "none"
    if isinstance(tree, exp.Anonymous) and tree.name.lower() == "lasts" and isinstance(tree.expressions[0], exp.Column):
        until = row.get(tree.expressions[0].name)
        return "none" if until is None else f"ran out on {until}"
    names = dict.fromkeys(column.name for column in tree.find_all(exp.Column) if column.name in row)
    facts = [f"{name_in_words(n)} {'not stated' if row[n] is None else row[n]}" for n in names]
    return "none: " + ", ".join(facts) if facts else f"the rule {rule.id} does not find it"


def _parsed(condition: str) -> exp.Expr:
    return sqlglot.parse_one(re.sub(r"\$([a-z_]+)", r":\1", condition), read="duckdb")


class _Words:
    """Says one tree. What always holds, by what the clause gives, is ''; a branch that never does is left out."""

    def __init__(self, rule: Rule, given: Mapping[str, Any], as_of: date) -> None:
        self.rule = rule
        self.given = given
        self.as_of = as_of

    def state(self, node: exp.Expr) -> str:
        """A condition: like ``say``, with a bare column read as yes or no."""
        inner = node.unnest()
        if isinstance(inner, exp.Column):
            kind = RELATIONS[self.rule.over].get(inner.name)
            return _yes(inner.name) if kind == "BOOLEAN" else self.say(inner)
        return self.say(inner)

    def say(self, node: exp.Expr) -> str:
        """A tree in words."""
        said: str
        match node:
            case exp.Paren() | exp.Cast():
                said = self.say(node.this)
            case exp.And() | exp.Or():
                said = self._joined(node)
            case exp.Not():
                said = self._negated(node.this)
            case exp.Is():
                said = f"{self.say(node.this)} is not stated"
            case exp.In():
                said = f"{self.say(node.this)} is {self._list(node, 'one of ')}"
            case exp.Coalesce() | exp.Least() | exp.Case():
                said = self._chosen(node)
            case exp.Anonymous():
                said = self._macro(node)
            case exp.Column():
                said = name_in_words(node.name)
            case exp.Placeholder() | exp.Parameter():
                said = self._given(node.name or str(node.this))
            case exp.Literal():
                said = str(node.this)
            case exp.Binary() if type(node) in _COMPARED or isinstance(node, exp.Add):
                said = self._compared(node)
            case _:
                said = str(node.sql(dialect="duckdb"))
        return said

    def _chosen(self, node: exp.Coalesce | exp.Least | exp.Case) -> str:
        if isinstance(node, exp.Case):
            told = "".join(f"{self.say(one.args['true'])} if {self.state(one.this)}, " for one in node.args["ifs"])
            return f"({told}else {self.say(node.args['default'])})"
        parts = ", ".join(self.say(part) for part in (node.this, *node.expressions))
        return f"the {'first known' if isinstance(node, exp.Coalesce) else 'earliest'} of ({parts})"

    def _compared(self, node: exp.Binary) -> str:
        if isinstance(node, exp.Add):
            return f"{self.say(node.left)} plus {self.say(node.right)}"
        dated = _COMPARED_DATES if any(_is_date(side) for side in (node.left, node.right)) else {}
        verb = dated.get(type(node)) or _COMPARED[type(node)]
        return f"{self.say(node.left)} {verb} {self.say(node.right)}"

    def _joined(self, node: exp.And | exp.Or) -> str:
        parts = list(node.flatten())
        if isinstance(node, exp.Or):
            known = [self._known(part) for part in parts]
            if True in known:
                return ""
            parts = [part for part, answer in zip(parts, known, strict=True) if answer is None]
        word = " or " if isinstance(node, exp.Or) else " and "
        told = [(self.state(part), part) for part in parts]
        several = len([words for words, _ in told if words]) > 1
        return word.join(
            f"({words})" if several and isinstance(part.unnest(), exp.And | exp.Or) else words
            for words, part in told
            if words
        )

    def _known(self, node: exp.Expr) -> bool | None:
        """Whether ``$name is null`` holds: what the clause gives decides it."""
        inner = node.unnest()
        if isinstance(inner, exp.Is) and isinstance(inner.this, exp.Placeholder | exp.Parameter):
            return self.given.get(inner.this.name or str(inner.this.this)) is None
        return None

    def _negated(self, node: exp.Expr) -> str:
        inner = node.unnest()
        say = self.say
        match inner:
            case exp.Is():
                return f"{say(inner.this)} is stated"
            case exp.In():
                return f"{say(inner.this)} is {self._list(inner, 'none of ', 'not ')}"
            case exp.Anonymous() if inner.name.lower() == "objected" and say(inner.expressions[0]) == "anything":
                return ""
            case exp.Anonymous() if inner.name.lower() == "kept_past":
                clock, period, day = inner.expressions
                return f"{say(clock)} plus {say(period)} is not before {say(day)}"
        return f"it is not so that {self.state(inner)}"

    def _macro(self, node: exp.Anonymous) -> str:
        told = [self.say(part) for part in node.expressions]
        if node.name.lower() == "started":
            clock, other, which = told
            alone = other == "anything"
            return clock if alone else f"the {'earlier' if which == 'earlier' else 'later'} of {clock} and {other}"
        form = _MACROS.get((node.name.lower(), len(told)))
        return form.format(*told) if form else str(node.sql(dialect="duckdb"))

    def _list(self, node: exp.In, several: str, one: str = "") -> str:
        field = node.args.get("field")
        told = ", ".join(self.say(part) for part in ([field] if field is not None else node.expressions))
        return (several if "," in told else one) + told

    def _given(self, name: str) -> str:
        if name == "as_of":
            return self.as_of.isoformat()
        value = self.given.get(name)
        if value is None:
            return "anything"
        if name in self.rule.given and self.rule.given[name].kind == "clock":
            return name_in_words(str(value))
        return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _is_date(node: exp.Expr) -> bool:
    names = [c.name for c in node.find_all(exp.Column)]
    if isinstance(node, exp.Placeholder | exp.Parameter):
        return (node.name or str(node.this)) == "as_of"
    return any(name.endswith(("_on", "_at", "_until")) for name in names)
