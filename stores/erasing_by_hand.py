"""What only a person can do: a deletion job file with the keys, and the task in words.

What belongs here: writing a job file, and the results that point at it. The file holds keys and column names; where a
table's key is itself personal (an address), that is what the file holds, so it is readable by its owner only and is
deleted once the work is verified.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from stores.connectors import connector_for, present_by_reading
from stores.erasing import Item, Key, Result, State, Work
from stores.keys import STATE
from stores.store import Store, Table

_FIELDS = {
    "blank": "empty the fields named",
    "redact": "cut the stretches named",
    "unlink": "empty the references named",
}


def by_hand(work: Work, items: Sequence[Item], folder: Path, today: date, how: str = "") -> Iterator[Result]:
    """Write one job file for the items, and say of each that it waits for a person.

    ``how`` is what a person does there, in words without any value; the map's own ``erasure: method:`` if not given.
    """
    if not items:
        return
    told = how or (work.table.erasure.method if work.table.erasure and work.action == "delete" else "")
    told = told or _FIELDS.get(work.action, "delete the records")
    try:
        name = write_job(work, items, folder, today, told)
    except OSError as error:
        why = f"the job file cannot be written ({error.strerror})"
        yield from (Result(item.key, State.FAILED, why) for item in items)
        return
    where = work.store.provider or work.store.name
    task = (
        f"{where}, {work.table.name}: {told}. The keys stand in {STATE}/jobs/{name}; the file goes once it is verified"
    )
    for item in items:
        yield Result(item.key, State.MANUAL, reason="this program cannot do it there", task=task, job=name)


def write_job(work: Work, items: Iterable[Item], folder: Path, today: date, how: str) -> str:
    """Write ``FOLDER/.abide/jobs/NAME`` (0600) and return its name. The same work has the same file."""
    records = sorted(
        (
            {
                "key": list(item.key),
                **({"columns": list(item.columns)} if item.columns else {}),
                **({"spans": {c: [list(s) for s in spans] for c, spans in item.spans.items()}} if item.spans else {}),
            }
            for item in items
        ),
        key=lambda record: json.dumps(record, sort_keys=True),
    )
    said = {
        "kind": "abide deletion job 1",
        "store": work.store.name,
        "provider": work.store.provider,
        "table": work.table.name,
        "action": work.action,
        "key_columns": list(work.table.key),
        "do": how,
        "records": records,
    }
    known = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:12]
    name = f"{work.store.name}-{work.table.name}-{work.action}-{known}.json"
    home = folder / STATE / "jobs"
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    home.chmod(0o700)
    temporary = home / f".{name}.{os.getpid()}"
    handle = os.open(temporary, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({**said, "written_on": today.isoformat()}, file, indent=1, ensure_ascii=False)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(home / name)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return name


def present_in_export(store: Store, table: Table, folder: Path, keys: Sequence[Key]) -> set[Key]:
    """Which of the keys the store's export names, read again: all there is to ask where the vendor has no call.

    Raises:
        stores.errors.SourceError: the store has no export, or it is empty or cannot be read whole.
    """
    return present_by_reading(connector_for(store), store, table, folder, keys, whole=True)
