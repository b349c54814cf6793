"""Snapshots: what everyone but the nightly run reads. Immutable, encrypted, complete, and free of erased bytes.

What belongs here: publishing and opening snapshots. A snapshot is written under another name, made durable, renamed,
and only then named in ``current``: a crash at any point leaves the one before readable. ``COPY FROM DATABASE`` writes
live rows only, whereas the warehouse file keeps the bytes of deleted ones until they are written over.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb

from stores.errors import WarehouseError
from stores.keys import STATE
from stores.quoting import identifier
from stores.warehouse import ALIAS, attach, check_version, encrypted

KEPT = 2
_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-(\d+)\.duckdb")


def publish_snapshot(con: duckdb.DuckDBPyConnection, folder: Path, as_of: date, key: bytes) -> Path:
    """Copy the open warehouse into a new snapshot and make it the current one; keep it and the one before.

    Args:
        con: the connection of ``open_warehouse``, outside any transaction.
        folder: the controller's folder.
        as_of: the night's date; it becomes part of the file's name.
        key: the master key.

    Raises:
        WarehouseError: the copy could not be written; the snapshot before stays current.
    """
    home = folder / STATE / "snapshots"
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    _sweep(home)
    number = 1 + max((int(found[2]) for path in home.iterdir() if (found := _NAME.fullmatch(path.name))), default=0)
    final = home / f"{as_of.isoformat()}-{number}.duckdb"
    part = final.with_name(final.name + ".part")
    alias = f"snapshot_{number}"
    try:
        attach(con, part, key, alias, read_only=False)
        try:
            con.execute(f"COPY FROM DATABASE {ALIAS} TO {identifier(alias)}")
        finally:
            con.execute(f"DETACH {identifier(alias)}")
    except duckdb.Error as error:
        _sweep(home)
        raise WarehouseError(f"{final}: the snapshot could not be written ({type(error).__name__})") from None
    _durable(part)
    part.chmod(0o400)
    part.replace(final)
    _durable(home)
    _point(home, final.name)
    _prune(home, final.name)
    return final


@contextmanager
def open_snapshot(folder: Path, key: bytes) -> Iterator[duckdb.DuckDBPyConnection]:
    """The current snapshot, read only. Never waits for a writer, and never makes one wait.

    Raises:
        WarehouseError: no night has run yet, the key is wrong, or the file is damaged.
    """
    con = encrypted(folder, key)
    try:
        path = current_snapshot(folder)
        try:
            attach(con, path, key, ALIAS, read_only=True)
        except WarehouseError:
            newer = current_snapshot(folder)  # a night may have ended, and this one been removed, since the look-up
            if newer == path:
                raise
            path = newer
            attach(con, path, key, ALIAS, read_only=True)
        con.execute(f"USE {ALIAS}")
        check_version(con, path)
        yield con
    finally:
        con.close()


def current_snapshot(folder: Path) -> Path:
    """The path of the current snapshot.

    Raises:
        WarehouseError: there is none.
    """
    home = folder / STATE / "snapshots"
    try:
        name = (home / "current").read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        raise WarehouseError(f"{folder}: no night has run yet; run abide scan {folder}") from None
    if not _NAME.fullmatch(name) or not (home / name).is_file():
        raise WarehouseError(f"{home / 'current'}: names no snapshot; run abide scan {folder}")
    return home / name


def _point(home: Path, name: str) -> None:
    """Make ``current`` name the snapshot, all at once."""
    new = home / "current.part"
    new.write_text(name + "\n", encoding="ascii")
    new.chmod(0o600)
    _durable(new)
    new.replace(home / "current")
    _durable(home)


def _prune(home: Path, newest: str) -> None:
    known = sorted((int(found[2]), path) for path in home.iterdir() if (found := _NAME.fullmatch(path.name)))
    for _, path in known[:-KEPT]:
        if path.name != newest:
            path.unlink(missing_ok=True)
    _durable(home)


def _sweep(home: Path) -> None:
    """Remove what a crash left behind: unfinished copies and their logs."""
    for path in home.iterdir():
        if path.name.endswith((".part", ".part.wal")):
            path.unlink(missing_ok=True)


def _durable(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
