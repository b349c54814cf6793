"""A clause as SQL over one row of its relation: who is in scope, what is flagged, what keeps, when it was due.

What belongs here: putting a clause's values into its rule. Judging rows by it is ``rules.engine``'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rules.errors import RuleError
from rules.notice import Clause
from rules.relations import WIDE, WIDE_ANY, WIDE_MAX
from rules.rule import KEEP_WHILE, Rule
from rules.sql import because, condition, literals


@dataclass(frozen=True)
class Compiled:
    """A rule with a clause's values in it, as SQL expressions over one row of its relation."""

    rule: Rule
    clause: Clause
    scope: str
    undated: str
    flagged: str
    grounds: Mapping[str, str]
    due_on: str
    because: str
    facts: tuple[str, ...]

    @property
    def over_all_stores(self) -> bool:
        """Whether another store could prove the contrary: a flag rests on what was found in none of them."""
        given = self.clause.given
        clocks = [str(given.get(name)) for name, one in self.rule.given.items() if one.kind == "clock"]
        return self.rule.over == "subject" or bool(given.get(KEEP_WHILE)) or any(c in WIDE for c in clocks)

    @property
    def told_elsewhere(self) -> frozenset[str]:
        """The facts over all of a person's records on which it rests whether a row is flagged, as maps state them.

        An objection that stands in a store that was not read is no objection that was not made.
        """
        rule = self.rule
        spoken = " ".join((*rule.judge_when, *rule.dated_by, *rule.flag_when, rule.due_on or ""))
        return frozenset(name for name in (*WIDE_MAX, *WIDE_ANY) if re.search(rf"\bsubject_{name}\b", spoken))

    @property
    def answer(self) -> str:
        """SQL for the row's answer: out, kept by GROUND, undated, flag or clear."""
        return f"CASE WHEN NOT {self.scope} THEN 'out' ELSE {self.answer_in_scope} END"

    @property
    def answer_in_scope(self) -> str:
        """SQL for the answer of a row that is in scope: kept by GROUND, undated, flag or clear."""
        kept = " ".join(f"WHEN {sql} THEN 'kept by {name}'" for name, sql in self.grounds.items())
        wanted = f"({self.flagged} OR {self.undated})"
        guarded = f"WHEN {wanted} THEN CASE {kept} WHEN {self.undated} THEN 'undated' ELSE 'flag' END" if kept else ""
        plain = f"WHEN {self.undated} THEN 'undated' WHEN {self.flagged} THEN 'flag'"
        return f"CASE {guarded or plain} ELSE 'clear' END"

    def dated(self, source: str) -> str:
        """A query over ``source`` with each row's ``due_on`` beside its columns, for ``answer`` and ``because``."""
        return f"SELECT *, CAST({self.due_on} AS DATE) AS due_on FROM {source}"


def compile_clause(rule: Rule, clause: Clause, as_of: date) -> Compiled:
    """The rule with the clause's values in it.

    Raises:
        RuleError: what is given does not fit the rule, or a condition does not fit its relation.
    """
    values = literals(rule, clause.given)

    def one(text: str) -> str:
        return f"coalesce(({condition(rule, text, values, as_of)}), false)"

    def every(conditions: Iterable[str]) -> str:
        return "(" + (" AND ".join(one(text) for text in conditions) or "true") + ")"

    scope = every(rule.judge_when)
    if clause.stores is not None:
        names = ", ".join("'" + name.replace("'", "''") + "'" for name in clause.stores)
        scope = f"({scope} AND store IN ({names}))"
    clocks = [condition(rule, text, values, as_of) for text in rule.dated_by]
    day = f"CAST('{as_of.isoformat()}' AS DATE)"
    given = [text for text in rule.facts if not text.startswith("$") or clause.given.get(text[1:]) is not None]
    facts = [_column_of(condition(rule, text, values, as_of)) for text in given]
    return Compiled(
        rule=rule,
        clause=clause,
        scope=scope,
        undated="(" + (" OR ".join(f"(undated({clock}, {day}))" for clock in clocks) or "false") + ")",
        flagged=every(rule.flag_when),
        grounds={name: one(text) for name, text in asked_grounds(rule, clause).items()},
        due_on=condition(rule, rule.due_on, values, as_of) if rule.due_on else "CAST(NULL AS DATE)",
        because=because(rule, clause.given, values),
        facts=tuple(dict.fromkeys(facts)),
    )


def asked_grounds(rule: Rule, clause: Clause) -> dict[str, str]:
    """The grounds to keep that count for the clause: the law's, the rule's own, and those it asks for.

    Raises:
        RuleError: a ground that is asked for needs a value that the clause does not give.
    """
    optional = rule.given[KEEP_WHILE].one_of if KEEP_WHILE in rule.given else ()
    asked = clause.given.get(KEEP_WHILE) or ()
    found = {name: text for name, text in rule.kept_when.items() if name not in optional or name in asked}
    for name in asked:
        for needed in re.findall(r"\$([a-z_]+)", found.get(name, "")):
            if needed in rule.given and not _may_lack(rule, needed) and clause.given.get(needed) is None:
                raise RuleError(f"keep_while: {name} needs '{needed}' ({rule.given[needed].kind})")
    return found


def _may_lack(rule: Rule, name: str) -> bool:
    return rule.given[name].kind != "period"


def _column_of(sql: str) -> str:
    return sql.strip('"')
