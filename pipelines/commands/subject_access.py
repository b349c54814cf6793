"""``abide subject access``: a pack for one person: JSON, CSV and a page, readable by its owner only.

What belongs here: writing the pack, and what UK GDPR Art. 15(1) wants told beside the data: purposes, bases,
recipients, periods and sources, from the notice and the maps. What is in it is ``stores.access_pack``'s.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined

from erasure.errors import Refused
from erasure.tonight import night_of
from pipelines.article30.activities import activities, period_of
from pipelines.commands.acting import Desk, answer, answering
from pipelines.commands.subject_one import One, clock, clock_line, near_lines, the_one
from rules.categories import categories
from stores.access_pack import Held, collect
from stores.controller import Controller
from stores.keys import STATE

PAGE = Path(__file__).with_name("subject_access.html.j2")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def access(folder: Path, asked: str, to: Path | None, *, as_json: bool) -> None:
    """Write the pack and tell where it is; no value is shown here."""
    with answering(as_json=as_json):
        desk = Desk(folder)
        with desk.night() as con:
            one = the_one(con, asked)
            night = night_of(con).isoformat()
            waits = clock(con, one.subject, ("access", "portability"))
            held = collect(con, desk.controller, one.records)
        home = to or desk.controller.folder / STATE / "access" / f"{one.subject[:12]}-{night}"
        pack = _pack(desk.controller, one, held, night)
        _write(home, pack, held)
        left_out = [
            {"store": h.store.name, "table": h.table.name, "column": column, "why": why}
            for h in held
            for column, why in sorted(h.left_out.items())
        ]
        shown = {
            "pack": str(home),
            "person": one.as_data(),
            "night": night,
            "stores": len({h.store.name for h in held}),
            "records": sum(len(h.rows) for h in held),
            "portable": sum(len(h.portable) for h in held),
            "portable_undecided": sum(len(h.undecided) for h in held),
            "cut": sum(h.cuts for h in held),
            "left_out": left_out,
            "request": vars(waits) if waits else None,
        }
        lines = [
            f"{home}: {shown['records']:,} records of {shown['stores']} stores, of the night of {night}",
            f"{shown['cut']:,} mentions of other people were cut, {len(left_out)} columns were left out",
            (
                f"Portable (Art. 20): {shown['portable']:,} records; whether the person gave "
                f"{shown['portable_undecided']:,} more is not recorded: a person decides"
            ),
            clock_line(waits),
            *near_lines(one),
            "Read it before it is sent: a scanner may miss a name. Delete it once it was handed over.",
        ]
        answer(shown, lines, as_json=as_json)


def _pack(controller: Controller, one: One, held: Sequence[Held], night: str) -> dict[str, Any]:
    """All of it as plain data."""
    known = {activity.purpose: activity for activity in activities(controller)}
    tables = []
    for h in held:
        purposes = sorted(
            {f["purpose"] for f in h.facts.values() if f["purpose"]} or {str(h.table.purpose or "not stated")}
        )
        limits = {c.id: c for p in purposes if p in known for c in known[p].limits}
        tables.append(
            {
                "store": h.store.name,
                "table": h.table.name,
                "recipient": h.store.provider,
                "region": h.store.region,
                "purposes": purposes,
                "lawful_bases": sorted({f["lawful_basis"] for f in h.facts.values() if f["lawful_basis"]}),
                "sources": sorted({f["source"] or "not recorded" for f in h.facts.values()}),
                "periods": [{"quote": c.quote, "period": period_of(c)} for c in limits.values()],
                "categories": sorted({categories().get(key, key) for key in h.table.personal.values()}),
                "left_out": h.left_out,
                "cut": h.cuts,
                "records": [{"key": key, **h.facts.get(key, {}), "data": row} for key, row in h.rows.items()],
            }
        )
    return {
        "kind": "abide access pack 1",
        "controller": controller.name,
        "night": night,
        "subject": one.subject,
        "recipients": sorted({h.store.provider for h in held if h.store.provider}),
        "tables": tables,
    }


def _write(home: Path, pack: dict[str, Any], held: Sequence[Held]) -> None:
    """Write the pack into a folder that is new or empty."""
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise Refused(
            "to", f"{home} is there already", "a folder that is new or empty", "delete the earlier pack first"
        )
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        home.chmod(0o700)
        (home / "portable").mkdir(mode=0o700)
        portable = {**pack, "kind": "abide portable data 1", "tables": _only_portable(pack, held)}
        _put(home / "data.json", json.dumps(pack, indent=1, ensure_ascii=False))
        _put(home / "portable" / "data.json", json.dumps(portable, indent=1, ensure_ascii=False))
        environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
        _put(home / "index.html", environment.from_string(PAGE.read_text(encoding="utf-8")).render(pack=pack))
        for h in held:
            rows = [{"record_key": key, **row} for key, row in h.rows.items()]
            _csv(home / f"{h.store.name}.{h.table.name}.csv", rows)
            if h.portable:
                _csv(
                    home / "portable" / f"{h.store.name}.{h.table.name}.csv",
                    [r for r in rows if r["record_key"] in h.portable],
                )
    except OSError as error:
        raise Refused("to", f"{home} cannot be written ({error.strerror})") from None


def _only_portable(pack: dict[str, Any], held: Sequence[Held]) -> list[dict[str, Any]]:
    kept = {(h.store.name, h.table.name): h.portable for h in held}
    return [
        {**table, "records": [r for r in table["records"] if r["key"] in kept[table["store"], table["table"]]]}
        for table in pack["tables"]
        if kept[table["store"], table["table"]]
    ]


def _put(path: Path, text: str) -> None:
    with os.fdopen(
        os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8", newline=""
    ) as file:
        file.write(text)


def _csv(path: Path, rows: Sequence[dict[str, str | None]]) -> None:
    """A table for a spreadsheet: a cell that it would compute gets an apostrophe; data.json has it as it is."""
    if not rows:
        return
    with os.fdopen(
        os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8-sig", newline=""
    ) as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        for row in rows:
            writer.writerow({k: f"'{v}" if v and v.startswith(_FORMULA) else v for k, v in row.items()})
