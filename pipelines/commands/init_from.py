"""``abide init --from``: bindings drafted from a database or a folder of exports, and checked as ``abide check`` does.

What belongs here: the command's talk. How a binding is drafted is ``pipelines.drafting``'s.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipelines.commands.console import fail, say
from pipelines.commands.starters import write_new
from pipelines.drafting.draft import Draft, from_database, from_folder
from rules.errors import ConfigurationError
from stores.controller import load_controller
from stores.keys import read_key
from stores.warehouse import encrypted


def draft_from(folder: Path, source: str) -> None:
    """Write ``stores/*.yaml`` for what ``source`` holds; a binding that is there already is never changed."""
    address = "://" in source or source.startswith(("sqlite:", "${"))
    exports = Path(source)
    if not address:
        _below(folder, exports)
    con = encrypted(folder, read_key(folder))
    try:
        drafts = from_database(con, folder, source) if address else from_folder(con, folder, exports)
        written = _write(folder, drafts)
    finally:
        con.close()
    if not written:
        fail(f"{source}: no table was found that can be bound.")
    try:
        load_controller(folder)
    except ConfigurationError as error:
        say(f"{folder}: abide check finds {len(error.problems)} things to mend; the drafts stand as they are")
    else:
        say(f"{folder}: abide check accepts it; confirm each line of the drafts, then name rules in notice.yaml")


def _below(folder: Path, exports: Path) -> None:
    if not exports.is_dir():
        fail(
            f"{exports} is no folder of exports.",
            "a database has an address: postgresql://…, mysql://…, sqlite:file.db",
        )
    if not exports.resolve().is_relative_to(folder.resolve()):
        fail(
            f"{exports} does not lie below {folder}, and Abide opens no file outside a controller's folder.",
            f"move the exports to {folder / 'exports'}, or name the folder above both: abide init {exports.parent} "
            f"--from {exports}",
        )


def _write(folder: Path, drafts: Iterable[Draft]) -> int:
    written = 0
    for draft in drafts:
        if draft.name:
            path = folder / "stores" / f"{draft.name}.yaml"
            if path.exists():
                say(f"{folder}: stores/{draft.name}.yaml is there already, and stays as it is")
            else:
                write_new(path, draft.text)
                say(f"{folder}: wrote stores/{draft.name}.yaml")
            written += 1
        for sentence in draft.told:
            say(f"  {sentence}")
    return written
