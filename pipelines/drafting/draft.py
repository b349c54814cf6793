"""From a database or a folder of exports to bindings: found, staged, counted, scanned, concluded, written down.

What belongs here: the order of the work. Personal values stand in an in-memory DuckDB while it lasts, which spills
encrypted; none is written into a binding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import duckdb
import pyarrow as pa

from pipelines.drafting import binding
from pipelines.drafting.conclude import Place, Said, conclude, link
from pipelines.drafting.evidence import examine
from pipelines.drafting.folders import Drafted, Found, look
from pipelines.drafting.recognise import Known, recognise
from rules.document import with_secrets
from stores.connectors import connector_for
from stores.errors import SourceError
from stores.quoting import identifier, literal
from stores.sql_shape import shapes
from stores.store import Store, safe_name

MOST_VALUES = 2_000
"""Distinct values of a column that are scanned for a draft; the night scans all of them."""


@dataclass(frozen=True)
class Draft:
    """One binding as text, and what its reader should be told.

    Attributes:
        name: the store's name.
        text: the binding.
        told: sentences about it, without a value.
    """

    name: str
    text: str
    told: tuple[str, ...]


@dataclass(frozen=True)
class _Group:
    """The tables that one binding will hold."""

    name: str
    given: dict[str, tuple[Any, str]]
    tables: list[tuple[Drafted, Known | None]]
    notes: list[str]


def from_folder(con: duckdb.DuckDBPyConnection, folder: Path, exports: Path) -> Iterator[Draft]:
    """Bindings for a folder of exports below a controller's folder.

    Args:
        con: an encrypted in-memory connection (``stores.warehouse.encrypted``).
        folder: the controller's folder.
        exports: the folder to look through.
    """
    for found in look(exports):
        told = tuple(f"{found.folder.name}/{name}: {why}; it is not bound" for name, why in found.unread)
        groups = _groups(found, folder)
        if not groups and told:
            yield Draft("", "", told)
        for place, group in enumerate(groups):
            yield from _whole(con, folder, group, told if place == 0 else ())


def from_database(con: duckdb.DuckDBPyConnection, folder: Path, url: str) -> Iterator[Draft]:
    """The binding for a live database, or for an SQLite file below the controller's folder.

    Args:
        con: an encrypted in-memory connection.
        folder: the controller's folder.
        url: its address, with the account that only reads; ``${NAME}`` stands for an environment variable.

    Raises:
        SourceError: it does not answer, or the account may read nothing.
    """
    try:
        place = with_secrets(url)
    except KeyError as error:
        raise SourceError(f"the environment variable {error.args[0]} is not set") from None
    scheme = place.partition(":")[0]
    file = scheme == "sqlite"
    parts = urlsplit(place)
    named = Path(place.partition(":")[2]).stem if file else parts.path.strip("/")
    name = re.sub(r"^[^a-z]+", "", safe_name(named))[:40] or "database"
    secret = f"{name.upper()}_URL"
    hidden = not file and parts.password is not None and "${" not in url
    given: dict[str, tuple[Any, str]] = {
        "role": ("controller", "or processor, with provider: and its name"),
        "connector": ("sql", ""),
        "url": (f"${{{secret}}}" if hidden else url, "the address stands in the environment" if hidden else ""),
        **({"exported_at": ("modified", "the file's own time")} if file else {}),
        "fresh_within": ("26 hours", "a database is as old as its reading; say your own"),
    }
    told = (f"the address holds a password: it is not written down; set {secret} before the night",) if hidden else ()
    tables = _of_database(con, folder, name, place)
    if not tables:
        raise SourceError(f"{name}: the account may read no table")
    group = _Group(name, given, [(table, recognise(table)) for table in tables], [])
    yield from _by_catalog(con, folder, group, told, place)


def _by_catalog(
    con: duckdb.DuckDBPyConnection, folder: Path, group: _Group, told: tuple[str, ...], url: str
) -> Iterator[Draft]:
    """One binding for the tables of each catalog's maps, and one for the rest."""
    parts: dict[str, list[tuple[Drafted, Known | None]]] = {}
    for table, known in group.tables:
        parts.setdefault(known.catalog if known else "", []).append((table, known))
    for catalog, tables in parts.items():
        given = dict(group.given) | ({"catalog": (catalog, "the maps of stores/catalog")} if catalog else {})
        name = group.name if len(parts) == 1 or not catalog else f"{group.name}_{catalog}"[:40]
        yield _drafted(con, folder, _Group(name, given, tables, group.notes), told, url)
        told = ()


def _of_database(con: duckdb.DuckDBPyConnection, folder: Path, name: str, url: str) -> list[Drafted]:
    probe = {"name": "probe", "columns": ["x"], "key": ["x"]}
    store = Store.model_validate(
        {
            "name": name,
            "role": "controller",
            "connector": "sql",
            "url": url,
            "fresh_within": "1 hour",
            "tables": [probe],
        }
    )
    found = shapes(store, folder, con)
    names = {shape.source: _name(shape.source) for shape in found}
    return [
        Drafted(
            names[shape.source],
            {} if names[shape.source] == shape.source else {"source": shape.source},
            list(shape.columns),
            connector="sql",
            key=shape.key,
            links={c: f"{names[parent]}.{key}" for c, (parent, key) in shape.links.items() if parent in names},
        )
        for shape in found
    ]


def _name(source: str) -> str:
    return re.sub(r"^[^a-z]+", "", safe_name(source))[:40] or "table"


def _groups(found: Found, folder: Path) -> list[_Group]:
    base = re.sub(r"^[^a-z]+", "", safe_name(found.folder.resolve().name))[:30] or "exports"
    export = found.folder.resolve().relative_to(folder.resolve()).as_posix()
    sorted_out: dict[tuple[str, str, str], list[tuple[Drafted, Known | None]]] = {}
    for table in found.tables:
        known = recognise(table)
        file = str(table.place["file"]) if table.connector == "sqlite" else ""
        taken = sorted_out.get((table.connector, known.catalog, file), []) if known else []
        if known and any(other and other.table.name == known.table.name for _, other in taken):
            known = None
        sorted_out.setdefault((table.connector, known.catalog if known else "", file), []).append((table, known))
    groups = []
    for (connector, catalog, _), tables in sorted_out.items():
        name = base if len(sorted_out) == 1 or base == catalog else f"{base}_{catalog or 'files'}"[:40]
        given = _given(connector, catalog, export, tables)
        groups.append(_Group(name, given, tables, []))
    return groups


def _given(
    connector: str, catalog: str, export: str, tables: Sequence[tuple[Drafted, Known | None]]
) -> dict[str, tuple[Any, str]]:
    known = tables[0][1]
    role = {"role": ("controller", "or processor, with provider: and its name")}
    if known and known.processor:
        role = {"role": ("processor", "confirm"), "provider": (known.vendor, "")}
    where = export if connector == "files" else f"{export}/{tables[0][0].place['file']}"
    given: dict[str, tuple[Any, str]] = {
        **role,
        "connector": ("sql" if connector == "sqlite" else connector, ""),
        **(
            {"url": (f"sqlite:{export}/{tables[0][0].place['file']}", "")}
            if connector == "sqlite"
            else {"export": (where, "below this folder")}
        ),
        "exported_at": ("modified", "the files' own times; or the date in their names: {name: '%Y-%m-%d'}"),
        "fresh_within": ("26 hours", "older than this, every clause that needs the store is unproved; say your own"),
    }
    if catalog:
        given["catalog"] = (catalog, "the maps of stores/catalog")
    return given


def _whole(con: duckdb.DuckDBPyConnection, folder: Path, group: _Group, told: tuple[str, ...]) -> Iterator[Draft]:
    """The drafts of a group; a database file among the exports is looked into first."""
    if group.given["connector"][0] != "sql":
        yield _drafted(con, folder, group, told)
        return
    try:
        yield from from_database(con, folder, group.given["url"][0])
    except SourceError as error:
        yield Draft("", "", (*told, f"{error}; it is not bound"))


def _drafted(
    con: duckdb.DuckDBPyConnection, folder: Path, group: _Group, told: tuple[str, ...], url: str | None = None
) -> Draft:
    lines = binding.head(group.name, group.given, ["Drafted from what was found; confirm each line.", *group.notes])
    places: list[Place] = []
    said = list(told)
    drawn: list[tuple[Drafted, Place]] = []
    names: set[str] = set()
    for table, known in group.tables:
        if known:
            lines += binding.known_table(known.table.name, _place(table, known), known.told)
            said.append(f"{group.name}.{known.table.name}: the map of {known.vendor} fits, {known.told}")
            continue
        table.name = _free(table.name, names)
        staged = f"draft_{len(places)}"
        try:
            _stage(con, folder, group, table, staged, url)
        except SourceError as error:
            said.append(f"{group.name}.{table.name} is not bound: {error}")
            continue
        evidence = examine(con, staged, table.names)
        categories, seen = _scanned(con, staged, group.name, table)
        found = conclude(con, staged, table.name, evidence, categories, table.key)
        found.seen += seen
        place = Place(table.name, staged, evidence, found, table.links)
        places.append(place)
        drawn.append((table, place))
    link(con, places)
    for table, place in drawn:
        lines += binding.own_table(table, place.conclusions)
        con.execute(f"DROP TABLE {place.staged}")
    if not drawn and not any(known for _, known in group.tables):
        return Draft("", "", tuple(said))
    return Draft(group.name, "\n".join(lines) + "\n", tuple(said))


def _free(name: str, taken: set[str]) -> str:
    found, number = name, 2
    while found in taken:
        found, number = f"{name[:36]}_{number}", number + 1
    taken.add(found)
    return found


def _place(table: Drafted, known: Known) -> dict[str, Any]:
    """What of a found table's place differs from the map's."""
    if table.connector != "files":
        return table.place if table.connector == "sql" else {}
    theirs = known.table.model_dump()
    given = {key: value for key, value in table.place.items() if key not in {"rows", "each"}}
    told = {"format"} if theirs.get("format") is None and not table.place["file"].endswith(".txt") else set()
    return {key: value for key, value in given.items() if theirs.get(key) != value and key not in told}


def _stage(
    con: duckdb.DuckDBPyConnection, folder: Path, group: _Group, table: Drafted, into: str, url: str | None
) -> None:
    """Read the table as the night would, with a key that is only there to make the model whole."""
    given = {key: value for key, (value, _) in group.given.items() if key != "catalog"}
    given |= {"url": url} if url else {}
    one = {"name": table.name, "columns": table.columns, "key": table.names[:1], **table.place}
    store = Store.model_validate({"name": group.name, **given, "tables": [one]})
    connector = connector_for(store)
    with connector.snapshot(store, folder, con):
        connector.export(store, store.tables[0], folder, con, into)
    con.execute(f"DROP TABLE IF EXISTS {into}_rejected")


def _scanned(
    con: duckdb.DuckDBPyConnection, staged: str, store: str, table: Drafted
) -> tuple[dict[str, Said], list[str]]:
    """The category of each column as the scanners see it, and what they saw inside cells, both in words."""
    from scanners.scan import scan_batch

    values = " UNION ALL ".join(
        f'(SELECT * FROM (SELECT {literal(c)} AS "column", {identifier(c)} AS value, count(*) AS occurrences '
        f"FROM {staged} WHERE trim({identifier(c)}) <> '' GROUP BY ALL) ORDER BY md5(value) LIMIT {MOST_VALUES})"
        for c in table.names
    )
    batch = con.execute(
        f'SELECT {literal(store)} AS store, {literal(table.name)} AS "table", "column", '
        f'row_number() OVER (ORDER BY "column", value) AS value_id, value, occurrences FROM ({values}) '
        "ORDER BY value_id"
    ).to_arrow_table()
    batches = batch.combine_chunks().to_batches()
    rows = scan_batch(batches[0] if batches else pa.RecordBatch.from_pylist([], schema=batch.schema)).to_pylist()
    columns: dict[str, Said] = {}
    cells: dict[tuple[str, str], set[int]] = {}
    for row in rows:
        if row["value_id"] is None:
            values_seen = "1 value" if row["distinct_values"] == 1 else f"{row['distinct_values']:,} distinct values"
            told = f"as {row['recogniser']} sees {values_seen}"
            columns.setdefault(row["column"], (row["category"], told))
        elif row["column"] not in columns:
            cells.setdefault((row["category"], row["column"]), set()).add(row["value_id"])
    seen = [
        f"seen inside {column}: {category}, in {len(ids):,} distinct {'value' if len(ids) == 1 else 'values'}"
        for (category, column), ids in sorted(cells.items())
    ]
    order = {name: place for place, name in enumerate(table.names)}
    return dict(sorted(columns.items(), key=lambda item: order[item[0]])), seen
