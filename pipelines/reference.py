"""Writes ``docs/reference`` from what the program itself reads: the rules, the catalog, the relations, the examples.

    python -m pipelines.reference

What belongs here: turning models into pages. A test compares the pages in the tree with what this writes.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pipelines.reference_catalog import catalog_page, lines_of
from pipelines.reference_promises import promises_page
from rules.relations import RELATIONS
from rules.rule import Rule, library
from rules.terms import LawfulBasis, Remedy, Right, SpecialCondition, SubjectType

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"


@cache
def pages() -> dict[str, str]:
    """Every page by its file name."""
    return {
        "rules.md": rules_page(),
        "catalog.md": catalog_page(),
        "relations.md": relations_page(),
        "promises.md": promises_page(),
    }


def rules_page() -> str:
    """Each rule of the library: what it is given, when it flags, what keeps a record, and its examples."""
    rules = library().values()
    parts = ["# Rules", "", "Written from `rules/library` by `make docs`."]
    for rule in rules:
        parts += ["", f"## {rule.id}", "", f"{rule.title}. Over `{rule.over}`; ground: {rule.ground}.", ""]
        parts += lines_of(
            ("given", "kind", "may be absent"), ((n, p.kind, _yes(p.optional)) for n, p in rule.given.items())
        )
        parts += [*_conditions(rule), "", "Examples:", ""]
        parts += [f"- {example.why}: *{example.expect}*" for example in rule.examples]
    return "\n".join(parts) + "\n"


def _conditions(rule: Rule) -> list[str]:
    named: list[tuple[str, Iterable[str]]] = [
        ("Judged are rows for which", rule.judge_when),
        ("Undated without", rule.dated_by),
        ("Flagged when", rule.flag_when),
        ("Kept by", [f"{ground}: {sql}" for ground, sql in rule.kept_when.items()]),
    ]
    lines: list[str] = []
    for heading, conditions in named:
        if shown := list(conditions):
            lines += ["", f"{heading}:", "", *(f"- `{one}`" for one in shown)]
    return lines


def relations_page() -> str:
    """The columns that rules see, and the closed vocabularies."""
    parts = ["# Relations and words", "", "Written from `rules/relations.py` and `rules/terms.py` by `make docs`."]
    own = RELATIONS["record"]
    parts += ["", "## record, subject", "", *lines_of(("column", "type"), own.items())]
    for name, columns in RELATIONS.items():
        if name not in {"record", "subject"}:
            more = {column: kind for column, kind in columns.items() if name == "store" or column not in own}
            told = _TOLD.get(name, "The columns of a record, and:")
            parts += ["", f"## {name}", "", *([told, ""] if told else []), *lines_of(("column", "type"), more.items())]
    for heading, terms in (
        ("Subject types", SubjectType),
        ("Lawful bases", LawfulBasis),
        ("Conditions for special categories", SpecialCondition),
        ("Rights", Right),
        ("Remedies", Remedy),
    ):
        parts += ["", f"## {heading}", "", ", ".join(f"`{term}`" for term in terms)]
    return "\n".join(parts) + "\n"


_TOLD = {
    "store": "",
    "erasure": "The columns of a record, once for each request for erasure that speaks of it, whose own dates stand in "
    "`subject_erasure_requested_on` and `subject_erasure_extended_until`.",
}
"""What the page says of a relation before the columns it has beyond a record's."""


def _yes(answer: bool) -> str:
    return "yes" if answer else ""


def main() -> None:
    """Write the pages."""
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (REFERENCE / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
