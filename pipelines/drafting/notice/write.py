"""A draft as ``notice.yaml``: clauses with the words each value rests on, open lines marked, and what was not placed.

What belongs here: YAML as a person would write it, and the same as data for ``--json``.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator
from typing import Any

from pipelines.drafting.binding import listed, scalar
from pipelines.drafting.notice.asked import Value
from pipelines.drafting.notice.kinds import KINDS
from pipelines.drafting.notice.propose import Draft, Proposal
from rules.notice import OPEN
from rules.terms import Remedy
from scanners.prose.data import keys

_WIDTH = 110


def as_yaml(draft: Draft, controller: str, name: str) -> str:
    """The text of ``notice.yaml``.

    Args:
        draft: what is proposed.
        controller: the controller's name; '' leaves it open.
        name: the notice's file, for comments.
    """
    opens = sum(one.opens for one in draft.proposals)
    lines = [
        (
            f"# A draft made from {name}: proposals, each with the line and the words it rests on. "
            f"Nobody has confirmed them."
        ),
        (
            f"# {OPEN} marks what no word of the notice says: {opens} in the clauses below. Until a "
            f"person has decided each of"
        ),
        "# them, `abide check` names its line and no night runs. No remedy that deletes was chosen for you.",
        f"# A remedy is one of {', '.join(remedy.value for remedy in Remedy)}.",
        "# Strike out what is no promise; what could not be placed is listed at the end.",
        f"controller: {_quoted(controller) if controller else f'{OPEN}   # the name as in abide.yaml'}",
    ]
    day = draft.reading.published
    lines.append(
        f'published: "{day}"   # the latest day the notice gives'
        if day
        else f"published: {OPEN}   # the notice gives no day"
    )
    lines.append("clauses:")
    heading = None
    for one in draft.proposals:
        if one.said.sentence.heading != heading:
            heading = one.said.sentence.heading
            lines += ["", f"  # {heading or 'at the top'}"]
        lines += ["", *_clause(one)]
    return "\n".join([*lines, "", *_summary(draft)]) + "\n"


def _clause(one: Proposal) -> Iterator[str]:
    yield f"  # line {one.line}: {KINDS[one.kind].title}" + (f"; {'; '.join(one.notes)}" if one.notes else "")
    yield f"  - id: {one.id}"
    yield from _quote(one.quote)
    yield f"    law: [{', '.join(one.law)}]"
    if one.rule is None:
        yield from _block("unprovable", one.unprovable)
        return
    yield f"    rule: {one.rule}"
    if one.given:
        yield "    given:"
        for name, value in one.given.items():
            first, *rest = f"      {name}: {_value(value)}".split("\n")
            yield "\n".join([f"{first}   # {value.why}" if value.why else first, *rest])
    if one.remedy is not None:
        yield f"    remedy: {one.remedy.value}   # {one.remedy.why}"


def _value(value: Value) -> str:
    if isinstance(value.value, list):
        return listed(value.value, 6)
    return str(value.value) if isinstance(value.value, int) else scalar(value.value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _quote(text: str) -> Iterator[str]:
    if not text.isprintable():
        yield f"    quote: {json.dumps(text)}"
        return
    yield from _block("quote", text)


def _block(key: str, text: str) -> Iterator[str]:
    yield f"    {key}: >-"
    yield from textwrap.wrap(
        text, _WIDTH, initial_indent=" " * 6, subsequent_indent=" " * 6, break_long_words=False, break_on_hyphens=False
    )


def _summary(draft: Draft) -> Iterator[str]:
    reading = draft.reading
    yield "# What was read over all"
    yield f"#   periods: {', '.join(f'{p.words} (line {s.line})' for s in reading.said for p in s.periods) or 'none'}"
    yield f"#   recipients: {', '.join(f'{r.name} (line {r.line}, {r.why})' for r in reading.recipients) or 'none'}"
    lands = dict.fromkeys(code for said in reading.said for code in said.countries)
    yield f"#   countries: {', '.join(lands) or 'none'}"
    yield f"#   categories: {', '.join(declared(draft)) or 'none'}"
    yield "#"
    yield "# Not placed: sentences that seem to promise something, or name somebody, and are in no clause above"
    if not draft.unplaced:
        yield "#   none"
    for said in draft.unplaced:
        yield from textwrap.wrap(
            f"line {said.line}: {said.quote}", _WIDTH, initial_indent="#   ", subsequent_indent="#     "
        )


def declared(draft: Draft) -> list[str]:
    """The categories that the notice declares, each once, in its order."""
    return keys(one for said in draft.reading.said if "declared-data" in said.kinds for one in said.data)


def as_data(draft: Draft, controller: str, name: str) -> dict[str, Any]:
    """The draft for ``--json``: the clauses with evidence and places, and what was read over all."""
    reading = draft.reading
    return {
        "notice": name,
        "controller": controller or None,
        "published": reading.published.isoformat() if reading.published else None,
        "open": sum(one.opens for one in draft.proposals),
        "clauses": [_as_data(one) for one in draft.proposals],
        "periods": [
            {"line": s.line, "words": p.words, "period": p.value, "exact": p.exact}
            for s in reading.said
            for p in s.periods
        ],
        "recipients": [{"name": r.name, "line": r.line, "why": r.why} for r in reading.recipients],
        "countries": list(dict.fromkeys(code for said in reading.said for code in said.countries)),
        "categories": declared(draft),
        "not_placed": [{"line": said.line, "words": said.quote} for said in draft.unplaced],
    }


def _as_data(one: Proposal) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "line": one.line,
        "heading": one.said.sentence.heading,
        "quote": one.quote,
        "law": list(one.law),
        "rule": one.rule,
        "given": {name: {"value": value.value, "why": value.why} for name, value in one.given.items()} or None,
        "remedy": one.remedy.value if one.remedy else None,
        "unprovable": one.unprovable or None,
        "notes": list(one.notes),
    }


def written(proposals: Iterable[Proposal]) -> list[dict[str, Any]]:
    """The clauses as plain data, as ``notice.yaml`` holds them."""
    found = []
    for one in proposals:
        clause: dict[str, Any] = {"id": one.id, "quote": one.quote, "law": list(one.law)}
        if one.rule:
            clause |= {"rule": one.rule, "given": {name: value.value for name, value in one.given.items()}}
            clause["remedy"] = one.remedy.value if one.remedy else OPEN
        else:
            clause["unprovable"] = one.unprovable
        found.append(clause)
    return found
