"""What assets tell Dagster of themselves: keys, descriptions, column schemas, tables of counts, links.

What belongs here: the words and shapes that every layer shares. Only counts, record keys, column and category names
pass through: metadata is stored as plain text outside the warehouse.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import dagster as dg

from rules.categories import is_special
from rules.notice import Clause, words
from stores.controller import Controller
from stores.store import Store, Table

GROUPS = ("s1_extract", "s2_find", "s3_record", "s4_judge", "s5_report")
"""The groups of a night, in the order in which they run; they make the lineage read from left to right."""

POOL = "warehouse"
"""The Dagster pool of every step that opens a warehouse: one process at a time may hold the file."""

CATEGORY_TAG = "abide/category"
SPECIAL_TAG = "abide/special_category"
FIRST_LINE = 80


def asset_key(controller: Controller, *parts: str) -> dg.AssetKey:
    """The key ``controller/part/...``; a rule's hyphens become underscores."""
    return dg.AssetKey([controller.id, *(safe(part) for part in parts)])


def safe(name: str) -> str:
    """An id of a rule or a clause as a name that Dagster accepts: its hyphens become underscores, one to one."""
    return name.replace("-", "_")


def op_name(controller: Controller, *parts: str) -> str:
    """The name of the step that makes these assets."""
    return "__".join([controller.id, *(safe(part) for part in parts)])


def op_tags(order: int) -> dict[str, str]:
    """Tags of a step: one controller's steps run before the next one's, so that one warehouse is open at a time."""
    return {"dagster/priority": str(-order)}


def describe(first: str, *more: str) -> str:
    """A description whose first line is plain text of at most 80 characters, then paragraphs."""
    line = words(first)
    if len(line) > FIRST_LINE:
        line = line[: FIRST_LINE - 1].rstrip() + "…"
    return "\n\n".join([line, *(text for text in more if text)])


def promise(clause: Clause) -> str:
    """A clause as its check is described: the quote, and the law behind it."""
    law = f" ({'; '.join(clause.law)})" if clause.law else ""
    return f"“{words(clause.quote)}”{law}"


def category_tags(category: str | None) -> dict[str, str]:
    """A column's tags: its category, and whether Art. 9 or Art. 10 protects it."""
    if category is None:
        return {}
    return {CATEGORY_TAG: category, **({SPECIAL_TAG: "yes"} if is_special(category) else {})}


def column_schema(
    table: Table, categories: Mapping[str, tuple[str | None, str | None]] | None = None
) -> dg.TableSchema:
    """The columns of a landed table with the category each holds.

    Columns the map does not know are left out: their names come from the export and are no part of the configuration.

    Args:
        table: the map.
        categories: column to (category, said by 'map' or 'scanner'); what the map declares if absent.
    """
    known = (
        {column: (category, "map") for column, category in table.personal.items()} if categories is None else categories
    )
    needed = {*table.key, *table.required} - set(table.key_may_lack)
    columns = []
    for name in table.column_names:
        category, said_by = known.get(name, (None, None))
        constraints = dg.TableColumnConstraints(nullable=name not in needed)
        tags = category_tags(category) | ({"abide/said_by": said_by} if said_by else {})
        columns.append(dg.TableColumn(name, "VARCHAR", tags=tags, constraints=constraints))
    return dg.TableSchema(columns=columns)


def counts_table(of: str, counts: Mapping[str, int]) -> dg.TableMetadataValue:
    """Counts as a table of two columns: ``of`` and ``count``."""
    return table_of(({of: name, "count": number} for name, number in counts.items()), {of: "string", "count": "int"})


def table_of(
    rows: Iterable[Mapping[str, str | int | float | None]], columns: Mapping[str, str]
) -> dg.TableMetadataValue:
    """Rows as a table; a missing value reads as an empty text.

    Args:
        rows: one mapping a row, with a value for each column.
        columns: column name to its type: string, int or float.
    """
    records = [dg.TableRecord({name: "" if row.get(name) is None else row[name] for name in columns}) for row in rows]
    schema = dg.TableSchema(columns=[dg.TableColumn(name, kind) for name, kind in columns.items()])
    return dg.MetadataValue.table(records=records, schema=schema)


def relative(controller: Controller, path: Path) -> dg.PathMetadataValue:
    """A path as seen from the controller's folder: no machine's directories in the event log."""
    return dg.MetadataValue.path(path.relative_to(controller.folder).as_posix())


def spoken(name: str) -> str:
    """A name of a store or table as words, for plain text."""
    return name.replace("_", " ")


def held_by(store: Store) -> str:
    """Who holds a store, in words."""
    return f"{store.provider} (processor)" if store.provider else "the controller itself"
