"""The samples of the catalog: what each folder of ``tests/stores/catalog`` holds, and what a map must state.

What belongs here: reading samples, landing them, and telling what a map lacks. The tests are ``test_catalog.py``'s.

A folder ``tests/stores/catalog/NAME`` has ``binding.yaml`` (a store binding named NAME), ``exports/`` (files in the
vendor's own format; of an SQL store scripts ``exports/*.sql``, loaded into ``exports/*.db``) and ``expected.yaml``::

    contacts:
      rows: 6                     # in the source
      landed: 5
      quarantined: 1              # 0 if absent
      reasons: {no key: 1}        # exactly these
      short: [stops at 10,000]    # a part of each sign that the export is cut short; none if absent
      unknown: [shoe size]        # columns the map does not know; none if absent
      missing: [phone]            # columns of the map that the export has not; none if absent
      records: {"101": {collected_on: 2024-03-01, lawful_basis: consent}}   # facts by key, as the source writes it
      also: {send: {"101": {sent_on: 2024-03-02}}}                          # facts of further relations
      values: {"101": {notes: two lines}}                                   # landed columns, text
      identifiers: {email: 5, phone: 2}                                     # how many records have one, by kind

Several key columns are joined with ``|``, an empty one as nothing. A vendor may have several folders: its map is named in each binding.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from rules.document import load, plain, read_yaml
from rules.relations import CLOCKS, EXTRA, OWN
from stores.connectors import connector_for
from stores.controller import CATALOG, Vendor, read_store
from stores.landing import Landed, land
from stores.map_sql import wrong_sql
from stores.quoting import identifier, table_name
from stores.store import Store
from stores.table import DEFAULT_STRENGTH, Table

SAMPLES = Path(__file__).parent / "catalog"
DATES = {name for name, kind in OWN.items() if kind == "DATE"}
_BY_HAND = re.compile(
    r"try_cast\([^()]*(\([^()]*\))?[^()]* as date\)|strptime|make_timestamp|::\s*date|epoch_ms", re.IGNORECASE
)


def vendors() -> list[str]:
    """The maps of the catalog, by file name."""
    return sorted(path.stem for path in CATALOG.glob("*.yaml"))


@cache
def vendor(name: str) -> Vendor:
    """One map."""
    return load(Vendor, CATALOG / f"{name}.yaml")


def folders() -> list[str]:
    """The sample folders, by name."""
    return sorted(path.parent.name for path in SAMPLES.glob("*/binding.yaml"))


@cache
def _catalog_of(folder: str) -> str | None:
    """The map that a folder's binding names."""
    named: str | None = plain(read_yaml(SAMPLES / folder / "binding.yaml")).get("catalog")
    return named


def sampled(name: str) -> set[str]:
    """The tables of a vendor that some folder's expectations speak of."""
    found: set[str] = set()
    for folder in folders():
        if _catalog_of(folder) == name:
            found |= expected(folder).keys()
    return found


@cache
def expected(folder: str) -> dict[str, dict[str, Any]]:
    """What a folder's expectations say, by table."""
    return plain(read_yaml(SAMPLES / folder / "expected.yaml"))


def cases() -> list[tuple[str, str]]:
    """Folder and table of every expectation; a folder that cannot be read is one case without a table."""
    found = []
    for folder in folders():
        try:
            found += [(folder, table) for table in expected(folder)]
        except Exception:  # noqa: BLE001 - the case itself then tells what is wrong, and the others still run
            found.append((folder, ""))
    return found


@cache
def copied(folder: str, into: Path) -> Store:
    """Copy a folder's exports below the controller's folder ``into`` and read its binding there."""
    home, stores = SAMPLES / folder, into / "stores"
    stores.mkdir(exist_ok=True)
    binding = stores / f"{folder}.yaml"
    text = (home / "binding.yaml").read_text(encoding="utf-8")
    target = into / folder
    if not target.exists():
        shutil.copytree(home / "exports", target / "exports")
        for script in sorted((target / "exports").glob("*.sql")):
            con = sqlite3.connect(script.with_suffix(".db"))
            con.executescript(script.read_text(encoding="utf-8"))
            con.close()
    # Each folder's exports lie in a folder of their own, so that two samples never mix.
    own = re.sub(r"\bexports\b", f"{folder}/exports", text)
    binding.write_text(own, encoding="utf-8")
    return read_store(binding)


def landed(con: duckdb.DuckDBPyConnection, store: Store, table: Table, folder: Path) -> Landed:
    """Land one table of a sample."""
    with connector_for(store).snapshot(store, folder, con):
        return land(con, store, table, folder)


def facts(
    con: duckdb.DuckDBPyConnection, store: Store, table: Table, source: str, columns: list[str]
) -> dict[str, dict[str, Any]]:
    """Values of ``columns`` in ``source`` (``landed`` or a table of ``record``), by key as the source writes it."""
    key = " || '|' || ".join(f"coalesce(l.{identifier(column)}, '')" for column in table.key)
    shown = ", ".join(f"s.{identifier(column)}" for column in columns)
    place = f"landed.{table_name(store, table)}"
    rows = con.execute(f"SELECT {key}, {shown} FROM {place} l JOIN {source or place} s USING (record_key)").fetchall()
    return {row[0]: dict(zip(columns, row[1:], strict=True)) for row in rows}


def lacks(table: Table) -> Iterator[str]:
    """What the map of a table does not state, or states wrongly, in words."""
    for _, message in wrong_sql(table):
        yield message
    unsaid = [name for name in ("page", "rests_on", "purpose", "erasure") if getattr(table, name) is None]
    if table.subject or table.personal:
        unsaid += [name for name in ("subject_type", "lawful_basis") if not _states(table, name)]
        unsaid += [] if table.evidence else ["evidence"]
    unsaid += [] if table.required else ["required"]
    yield from (f"does not state {name}" for name in unsaid)
    if not set(table.key) & set(table.required):
        yield "no column of the key is required"
    for kind, one in table.subject.items():
        if kind in DEFAULT_STRENGTH and one.column not in table.personal:
            yield f"the identifier {one.column} is not listed under personal"
    yield from _unclear_dates(table)
    if table.erasure and not table.erasure.source.startswith(("http", "UK GDPR", "The controller")):
        yield "erasure does not name the page it rests on"
    if table.page and not table.page.startswith(("http", "The controller")):
        yield "page is no address"


def _states(table: Table, name: str) -> bool:
    return name in table.record or getattr(table, name) is not None


def _unclear_dates(table: Table) -> Iterator[str]:
    for clock in table.record:
        if clock in CLOCKS and clock not in table.clocks:
            yield f"clocks does not explain {clock}"
    for place, sql in _dated(table):
        if "date_of." not in sql and any(re.search(rf"\b{re.escape(c)}\b", sql) for c in table.column_names):
            yield f"{place} does not take its day from date_of"
        if _BY_HAND.search(sql):
            yield f"{place} reads a date by hand"


def _dated(table: Table) -> Iterator[tuple[str, str]]:
    """The facts of a map that are days, with their SQL."""
    for name, sql in table.record.items():
        if name in DATES:
            yield name, sql
    for relation, given in table.also.items():
        for name, sql in given.items():
            if EXTRA[relation][name] == "DATE":
                yield f"{relation}.{name}", sql
