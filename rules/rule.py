"""What a rule is: SQL conditions over one relation, the parameters a clause gives it, and worked examples beside it.

What belongs here: the model and its file form. Turning it into SQL is ``rules.sql``'s, judging ``rules.engine``'s.

The precedence of grounds is structural: a rule that leads to erasure names the ground on which it flags, and every
ground to keep that the law puts above it must stand in its ``kept_when``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, field_validator, model_validator

from rules.document import Document, load
from rules.errors import ConfigurationError, Problem, nearest
from rules.relations import RELATIONS

RuleId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{2,59}$")]
ParameterKind = Literal["code", "codes", "clock", "period", "integer", "categories", "text"]
LIBRARY = Path(__file__).parent / "library"


class Ground(StrEnum):
    """Grounds to keep or to erase, strongest first: each beats all below it.

    Art. 17(3)(e) legal claims; Art. 17(3)(b) legal obligation; Art. 17(1) the subject's request; Art. 5(1)(e) the
    declared maximum; the controller's own rule on inactivity.
    """

    HOLD = "hold"
    STATUTORY_MINIMUM = "statutory_minimum"
    REQUEST = "request"
    DECLARED_MAXIMUM = "declared_maximum"
    INACTIVITY = "inactivity"
    OTHER_BREACH = "other_breach"


KEEP_WHILE = "keep_while"
"""The parameter by which a clause asks for grounds to keep: those its ``one_of`` lists hold only where asked for."""

ABOVE_EVERY_ERASURE = (Ground.HOLD, Ground.STATUTORY_MINIMUM)


class Parameter(Document):
    """A value that the clause gives: its kind, whether it may be absent (then NULL), and the words it may be."""

    kind: ParameterKind
    optional: bool = False
    one_of: tuple[str, ...] = Field(default=(), description="Of a code or codes: the only words allowed.")


class Example(Document):
    """A row, and what the rule must say of it. ``kept`` names the ground that keeps the row, e.g. ``kept by hold``."""

    why: str = Field(min_length=3)
    as_of: date
    given: dict[str, Any] = Field(default_factory=dict)
    row: dict[str, Any]
    expect: Annotated[str, StringConstraints(pattern=r"^(flag|clear|out|undated|kept by [a-z_]+)$")]


class Rule(Document):
    """How one kind of promise is tested. Conditions are DuckDB SQL over the columns of ``over``."""

    id: RuleId
    title: str = Field(min_length=5, max_length=80)
    over: Literal[
        "record",
        "subject",
        "finding",
        "erasure",
        "send",
        "request",
        "statistic",
        "registration",
        "disclosure",
        "processor",
        "breach",
        "disposal",
        "assessment",
        "notice_version",
        "safeguard",
        "store",
    ]
    ground: Ground
    given: dict[str, Parameter] = Field(default_factory=dict)
    judge_when: tuple[str, ...] = Field(default=(), description="Which rows the promise speaks of; all if empty.")
    dated_by: tuple[str, ...] = Field(default=(), description="Clocks without which a row cannot be judged.")
    flag_when: tuple[str, ...] = Field(min_length=1, description="All must hold for a row to break the promise.")
    kept_when: dict[str, str] = Field(default_factory=dict, description="Grounds to keep, strongest first.")
    due_on: str | None = Field(default=None, description="SQL: the last day on which the promise was still kept.")
    because: str = Field(min_length=10)
    facts: tuple[str, ...] = Field(default=(), description="Columns and clocks the flag rests on: dates and codes.")
    examples: tuple[Example, ...] = Field(min_length=2)

    @field_validator("given", mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {
            name: {"kind": kind.removesuffix("?"), "optional": kind.endswith("?")} if isinstance(kind, str) else kind
            for name, kind in value.items()
        }

    @model_validator(mode="after")
    def _grounds_in_order(self) -> Rule:
        erases = self.ground in {Ground.REQUEST, Ground.DECLARED_MAXIMUM, Ground.INACTIVITY}
        missing = [g.value for g in ABOVE_EVERY_ERASURE if g.value not in self.kept_when]
        if erases and missing:
            raise ValueError(f"a rule whose ground is {self.ground} must state kept_when: {', '.join(missing)}")
        own = [name for name in self.kept_when if name not in set(ABOVE_EVERY_ERASURE)]
        if own and self.ground is Ground.REQUEST:
            raise ValueError(
                f"a request is stronger than '{own[0]}': only a hold or a statutory minimum keeps a record"
            )
        order = [*(g.value for g in ABOVE_EVERY_ERASURE if g.value in self.kept_when), *own]
        if list(self.kept_when) != order:
            raise ValueError(f"kept_when must be in the order of strength: {', '.join(order)}")
        return self

    @model_validator(mode="after")
    def _grounds_asked_for(self) -> Rule:
        if KEEP_WHILE in self.given:
            for name in self.given[KEEP_WHILE].one_of:
                if name not in self.kept_when:
                    raise ValueError(f"keep_while lists '{name}', which kept_when does not state")
        return self

    @model_validator(mode="after")
    def _examples_fit(self) -> Rule:
        columns = RELATIONS[self.over]
        for example in self.examples:
            for name in example.row:
                if name not in columns:
                    raise ValueError(
                        f"an example's row has no column '{name}' in {self.over}; {nearest(name, columns)}"
                    )
        answers = {example.expect for example in self.examples}
        if "flag" not in answers or "clear" not in answers:
            raise ValueError("a rule has at least one example that is flagged and one that is clear")
        return self

    @model_validator(mode="after")
    def _words_known(self) -> Rule:
        known = {*self.given, *RELATIONS[self.over], "due_on", "as_of"}
        for name in re.findall(r"\{([a-z_]+)\}", self.because):
            if name not in known:
                raise ValueError(f"because names '{{{name}}}'; {nearest(name, known)}")
        return self

    @property
    def conditions(self) -> list[tuple[str, int | str]]:
        """Every condition that can be dropped: the field it stands in and its index or ground."""
        return [
            *(("judge_when", i) for i in range(len(self.judge_when))),
            *(("dated_by", i) for i in range(len(self.dated_by))),
            *(("flag_when", i) for i in range(len(self.flag_when))),
            *(("kept_when", name) for name in self.kept_when),
        ]

    def without(self, field: str, which: int | str) -> Rule:
        """The rule with one condition dropped, unvalidated: for the test that every condition matters."""
        now = getattr(self, field)
        left: Any = (
            {k: v for k, v in now.items() if k != which}
            if isinstance(now, dict)
            else tuple(c for i, c in enumerate(now) if i != which) or ("true",)
        )
        return self.model_copy(update={field: left if field != "dated_by" or left != ("true",) else ()})


def load_rule(path: Path, shown: Path | None = None) -> Rule:
    """The rule in one YAML file.

    Raises:
        ConfigurationError: with file, line and key.
    """
    return load(Rule, path, shown)


def library(*folders: Path) -> dict[str, Rule]:
    """Every rule of ``rules/library`` and of the given folders, by id, found by walking; the file's name is the id.

    Raises:
        ConfigurationError: a file cannot be read, or its name is not its rule's id, or an id stands twice.
    """
    found: dict[str, Rule] = {}
    for folder in (LIBRARY, *folders):
        for rule, path in _shipped() if folder == LIBRARY else _read(folder):
            if rule.id in found:
                raise ConfigurationError(
                    [Problem(path, 1, "id", f"the rule '{rule.id}' stands in the library already")]
                )
            found[rule.id] = rule
    return found


@cache
def _shipped() -> tuple[tuple[Rule, Path], ...]:
    return tuple(_read(LIBRARY))


def _read(folder: Path) -> Iterator[tuple[Rule, Path]]:
    for path in sorted(folder.glob("*.yaml")):
        rule = load_rule(path)
        if rule.id != path.stem:
            raise ConfigurationError([Problem(path, 1, "id", f"the id '{rule.id}' is not the file's name")])
        yield rule, path
