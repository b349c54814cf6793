"""The text of a binding, with the evidence for each line beside it.

What belongs here: YAML as a person would write it. What is written is ``pipelines.drafting.conclude``'s.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipelines.drafting.conclude import Conclusions
from pipelines.drafting.folders import Drafted
from stores.quoting import identifier

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]*")
_MEASURE = re.compile(r"\d+ [a-z]+")
_WORDS = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}
_WIDTH = 110


def scalar(value: Any) -> str:
    """``value`` as a YAML scalar: plain where it can be, in double quotes otherwise."""
    text = str(value)
    if (_PLAIN.fullmatch(text) or _MEASURE.fullmatch(text)) and text.lower() not in _WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)


def listed(values: Iterable[Any], indent: int) -> str:
    """A YAML list: in one line if it fits, else one item a line."""
    items = [scalar(value) for value in values]
    flow = f"[{', '.join(items)}]"
    if len(flow) + indent < _WIDTH:
        return flow
    return "".join(f"\n{' ' * (indent + 2)}- {item}" for item in items)


def head(name: str, given: Mapping[str, Any], notes: Sequence[str]) -> list[str]:
    """The lines of a binding above its tables."""
    lines = [f"# {note}" for note in notes]
    lines.append(f"name: {scalar(name)}")
    for key, (value, why) in given.items():
        lines.append(_with(f"{key}: {scalar(value)}", why))
    return [*lines, "tables:"]


def known_table(name: str, place: Mapping[str, Any], why: str) -> list[str]:
    """The lines of a table whose map the catalog has."""
    lines = [_with(f"  - name: {scalar(name)}", why)]
    return lines + [f"    {key}: {scalar(value)}" for key, value in place.items()]


def own_table(table: Drafted, found: Conclusions) -> list[str]:
    """The lines of a table with a map of its own."""
    lines = [f"  # {note}" for note in (*table.notes, *found.seen)]
    lines.append(f"  - name: {scalar(table.name)}")
    lines += [f"    {key}: {scalar(value)}" for key, value in table.place.items()]
    lines += _columns(table)
    lines.append(_with(f"    key: {listed(found.key, 9)}", found.key_because))
    if found.digest_key:
        lines.append(_with("    digest_key: true", "its parts may tell of a person; people see a keyed digest"))
    if found.subject:
        lines.append("    subject:")
        lines += [_with(f"      {kind}: {scalar(column)}", why) for kind, (column, why) in found.subject.items()]
    else:
        lines.append("    # subject: nothing in it names a person; say which column does, if one does")
    if found.subject_type:
        lines.append(_with(f"    subject_type: {found.subject_type[0]}", f"{found.subject_type[1]}; confirm"))
    else:
        lines.append("    # subject_type: in which capacity people stand in it; `abide schema store` lists the words")
    lines.append("    # purpose and lawful_basis: no data tells them; say both, and where the evidence stands")
    lines += _record(found)
    lines += _dates(found)
    lines += _mapping("personal", {c: (category, why) for c, (category, why) in found.personal.items()})
    lines += _mapping("links", found.links)
    lines += _mapping("types", found.types)
    if found.codes:
        lines.append("    codes:")
        lines += [_with(f"      {scalar(c)}: {listed(codes, 12)}", why) for c, (codes, why) in found.codes.items()]
    if found.required:
        lines.append(f"    required: {listed(found.required, 14)}")
    return lines


def _columns(table: Drafted) -> list[str]:
    if isinstance(table.columns, dict):
        return ["    columns:", *(f"      {scalar(name)}: {scalar(at)}" for name, at in table.columns.items())]
    return [f"    columns: {listed(table.columns, 4)}"]


def _record(found: Conclusions) -> list[str]:
    if not found.clocks:
        return []
    lines = ["    record:"]
    for clock, (column, why) in found.clocks.items():
        spoken = column if re.fullmatch(r"[a-z_][a-z0-9_]*", column) else identifier(column)
        also = found.further_clocks.get(clock)
        more = f"; or {', '.join(also)}" if also else ""
        lines.append(_with(f"      {clock}: {_sql(f'date_of.{spoken}')}", why + more))
    return lines


def _sql(text: str) -> str:
    return text if '"' not in text else "'" + text.replace("'", "''") + "'"


def _dates(found: Conclusions) -> list[str]:
    if not found.dates:
        return []
    lines = ["    dates:"]
    for column, (forms, none, why) in found.dates.items():
        given = scalar(forms[0]) if len(forms) == 1 else listed(forms, 6)
        if none:
            given = f"{{forms: [{', '.join(map(scalar, forms))}], none: [{', '.join(map(json.dumps, none))}]}}"
        lines.append(_with(f"      {scalar(column)}: {given}", why))
    return lines


def _mapping(key: str, values: Mapping[str, tuple[str, str]]) -> list[str]:
    if not values:
        return []
    return [f"    {key}:", *(_with(f"      {scalar(c)}: {scalar(value)}", why) for c, (value, why) in values.items())]


def _with(line: str, why: str) -> str:
    if not why:
        return line
    first, *rest = line.split("\n")
    return "\n".join([f"{first}   # {why}", *rest])
