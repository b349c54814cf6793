"""``abide breach``: whom a breach of a store reached, in counts and keyed digests, for the 72-hour notification.

What belongs here: what UK GDPR Art. 33(3)(a) asks for: categories and numbers of people and of records. Whoever had a
store in hand between two moments could reach every record that it held by the second one; a record without a date is
counted as possibly reached, never left out.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from erasure.errors import Refused
from erasure.tonight import night_of
from pipelines.commands.acting import Desk, answer, answering, now
from rules.categories import is_special
from rules.errors import nearest
from stores.controller import Controller
from stores.store import Store

HOURS = 72
"""UK GDPR Art. 33(1): without undue delay and, where feasible, not later than 72 hours after becoming aware."""

SHOWN = 20
SINCE = (
    "That night was before the window's end: records that came since are not counted. Run abide scan, then this again."
)

_REACHED = "coalesce(collected_on <= $to OR last_interaction_on <= $to, false)"
_LATER = f"(NOT {_REACHED} AND coalesce(collected_on > $to AND collected_on <= $night, false))"
"""A first date after the window, unless it lies after the night itself: that one says nothing."""

_POSSIBLY = f"(NOT {_REACHED} AND NOT {_LATER})"
_ACTIVE = "(collected_on BETWEEN $from AND $to) OR (last_interaction_on BETWEEN $from AND $to)"


def breach(folder: Path, store: str, begin: str, end: str, aware: str | None, *, as_json: bool) -> None:
    """Tell the reach of a breach."""
    with answering(as_json=as_json):
        desk = Desk(folder)
        bound = _store(desk.controller, store)
        zone = desk.controller.zone
        first, last = _moment("from", begin, zone), _moment("to", end, zone)
        knew = _moment("aware", aware, zone) if aware else now()
        if last < first:
            raise Refused("to", "it ends before it begins", "--from and --to in this order")
        if first > now() or knew > now() + timedelta(minutes=5):
            raise Refused("from" if first > now() else "aware", "is in the future", "a moment that has been")
        with desk.night() as con:
            told = reach(con, desk.controller, bound, first, last)
        told["notify"] = {
            "aware": knew.astimezone(UTC).isoformat(timespec="minutes"),
            "aware_is": "as given" if aware else "now, since --aware was not given",
            "ends": (knew + timedelta(hours=HOURS)).astimezone(UTC).isoformat(timespec="minutes"),
            "law": "UK GDPR Art. 33(1)",
        }
        answer(told, _lines(told), as_json=as_json)


def reach(
    con: duckdb.DuckDBPyConnection, controller: Controller, store: Store, first: datetime, last: datetime
) -> dict[str, Any]:
    """Counts and digests of what a store held between two moments."""
    zone = controller.zone
    given: dict[str, Any] = {
        "store": store.name,
        "to": last.astimezone(zone).date(),
        "night": night_of(con),
    }
    begin = first.astimezone(zone).date()
    tables = [_table(con, store, table.name, {**given, "from": begin, "table": table.name}) for table in store.tables]
    subjects = con.execute(
        f"SELECT subject, bool_or({_REACHED}) FROM relation.record "
        f"WHERE store = $store AND subject IS NOT NULL AND NOT {_LATER} GROUP BY 1 ORDER BY 1",
        given,
    ).fetchall()
    nobody = con.execute(
        f"SELECT count(*) FROM relation.record WHERE store = $store AND subject IS NULL AND NOT {_LATER}", given
    ).fetchall()[0][0]
    categories = con.execute(
        f"""SELECT f.category, count(DISTINCT (f."table", f.record_key)), count(DISTINCT r.subject)
        FROM relation.finding AS f JOIN (
            SELECT store, "table", record_key, subject FROM relation.record WHERE store = $store AND NOT {_LATER}
        ) AS r USING (store, "table", record_key) GROUP BY 1 ORDER BY 1""",
        given,
    ).fetchall()
    return {
        "controller": controller.id,
        "store": store.name,
        "provider": store.provider,
        "from": first.astimezone(UTC).isoformat(timespec="minutes"),
        "to": last.astimezone(UTC).isoformat(timespec="minutes"),
        "night": night_of(con).isoformat(),
        "read_before_the_end": given["night"] < given["to"],
        "tables": tables,
        "subjects": {
            "reached": sum(1 for _, sure in subjects if sure),
            "possibly": sum(1 for _, sure in subjects if not sure),
            "records_of_nobody_named": nobody,
            "digests": [subject for subject, _ in subjects],
        },
        "categories": [
            {"category": name, "records": records, "subjects": people, "special": is_special(name)}
            for name, records, people in categories
        ],
    }


def _table(con: duckdb.DuckDBPyConnection, store: Store, name: str, given: dict[str, Any]) -> dict[str, Any]:
    table = next(one for one in store.tables if one.name == name)
    where = 'FROM relation.record WHERE store = $store AND "table" = $table'
    reached, undated, active, later = con.execute(
        f"SELECT count(*) FILTER ({_REACHED}), count(*) FILTER ({_POSSIBLY}), count(*) FILTER ({_ACTIVE}), "
        f"count(*) FILTER ({_LATER}) {where}",
        given,
    ).fetchall()[0]
    found = con.execute(
        'SELECT reading, quarantined, error FROM meta.reading WHERE store = ? AND "table" = ?', [store.name, name]
    ).fetchone()
    reading, quarantined = (found[0], int(found[1] or 0)) if found else ("not_read", 0)
    return {
        "table": name,
        "reached": reached,
        "possibly": undated + quarantined,
        "active_in_window": active,
        "came_later": later,
        "unreadable_rows": quarantined,
        "reading": reading,
        "clocks": {
            clock: table.clocks.get(clock, "")
            for clock in ("collected_on", "last_interaction_on")
            if clock in table.record
        },
    }


def _store(controller: Controller, name: str) -> Store:
    found = {store.name: store for store in controller.stores}
    if name not in found:
        raise Refused("store", f"there is no store {name}", ", ".join(sorted(found)), nearest(name, found).rstrip("?"))
    store = found[name]
    if store.connector == "none":
        held = ", ".join(kind.value for kind in store.holds)
        told = f"{name} is not read, so nobody can be counted; it holds data about: {held}"
        raise Refused("store", told, hint="ask the provider for its list of records")
    return store


def _moment(field: str, text: str, zone: ZoneInfo) -> datetime:
    """A moment with its zone; a day without an hour begins at midnight, or ends at the next one for ``to``."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(field, "is not a moment", "2026-03-01 or 2026-03-01T14:30, where the controller is") from None
    if len(text) <= 10 and field == "to":
        found += timedelta(days=1) - timedelta(seconds=1)
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _lines(told: dict[str, Any]) -> list[str]:
    people = told["subjects"]
    lines = [
        f"{told['store']}, {told['from']} to {told['to']} (UTC), by the night of {told['night']}",
        (
            f"People: {people['reached']:,} reached, {people['possibly']:,} more possibly (no record of theirs "
            "is dated), "
            f"{people['records_of_nobody_named']:,} records of nobody who could be named"
        ),
        "Records by table",
    ]
    for one in told["tables"]:
        clocks = ", ".join(one["clocks"]) or "no clock: all are counted as possibly reached"
        lines.append(
            f"  {one['table']}: {one['reached']:,} reached by the end, {one['possibly']:,} possibly "
            f"({one['unreadable_rows']:,} of them unreadable), {one['active_in_window']:,} dated within; by {clocks}; "
            f"reading: {one['reading']}"
        )
    lines.append("Categories of data")
    lines += [
        f"  {one['category']}: {one['records']:,} records, {one['subjects']:,} people"
        + (", special" if one["special"] else "")
        for one in told["categories"]
    ] or ["  none that a map or a scanner names"]
    lines += [f"  {digest}" for digest in people["digests"][:SHOWN]]
    if len(people["digests"]) > SHOWN:
        lines.append(f"  and {len(people['digests']) - SHOWN:,} more people: --json has all")
    notify = told["notify"]
    lines += [
        f"72 hours end on {notify['ends']} (UTC), from {notify['aware']}, {notify['aware_is']} ({notify['law']}).",
        *([SINCE] if told["read_before_the_end"] else []),
        "Records that were deleted between the breach and that night are not counted.",
    ]
    return lines
