"""Fields of a record that stays at a vendor: where the map says that they are in the vendor's own JSON.

What belongs here: what erasers of vendors share that empty fields or mend texts. The calls are each vendor's own.
"""

from __future__ import annotations

from typing import Any

from stores.erasing import Item
from stores.erasing_text import redacted
from stores.table import Table

OTHER_TEXT = "the text is another one than was read, so that its stretches are not known any more"
UNCHANGED = "the vendor says that it is changed, and gives the former value out still"


def pointer(table: Table, column: str) -> tuple[str, ...]:
    """The steps to a column inside a record, of a table whose map places it; () of any other."""
    place = table.columns.get(column, "") if isinstance(table.columns, dict) else ""
    if not place.startswith("/"):
        return ()
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in place[1:].split("/"))


def changed(item: Item, column: str) -> str:
    """What a field is to be: empty, or its text without the stretches."""
    spans = item.spans.get(column)
    return redacted(item.values.get(column) or "", spans) if spans else ""


def expected(item: Item, column: str) -> tuple[str, str]:
    """The texts in which a field's stretches are known: as it was read, and as an earlier try left it."""
    return item.values.get(column) or "", changed(item, column)


def at(record: Any, steps: tuple[str, ...]) -> Any:
    """The value at the end of the steps; None if there is none."""
    for step in steps:
        record = record.get(step) if isinstance(record, dict) else None
    return record


def put(record: dict[str, Any], steps: tuple[str, ...], value: str) -> None:
    """Put a text at the end of the steps; an empty one takes the field out. What is not there is not made."""
    above = at(record, steps[:-1]) if len(steps) > 1 else record
    if isinstance(above, dict) and steps[-1] in above:
        if value:
            above[steps[-1]] = value
        else:
            del above[steps[-1]]
