"""Writing the report's folder: whole or not at all, readable by its owner only.

What belongs here: which files the report has, and how the folder takes the place of the one before.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb

from assets.report.contracts import contracts_json, read_contracts
from assets.report.errors import ReportError
from assets.report.page import render_page
from assets.report.processing import processing_json
from assets.report.scoreboard import read_scoreboard, scoreboard_json
from assets.report.tables import findings, flagged, write_csv, write_parquet, write_xlsx
from stores.controller import Controller

FILES = (
    "index.html",
    "scoreboard.json",
    "contracts.json",
    "processing_records.json",
    "flagged.parquet",
    "flagged.csv",
    "flagged.xlsx",
    "findings.parquet",
)
"""The files of a report."""


def write_reports(con: duckdb.DuckDBPyConnection, controller: Controller, as_of: date, out: Path) -> dict[str, Path]:
    """Write the report of one night into the folder ``out``, in place of the one before.

    The same snapshot, controller and night give the same bytes. Folder mode 0700, files 0600.

    Args:
        con: an open snapshot (or the warehouse after ``conclude``); nothing is written to it.
        controller: whose night it is.
        as_of: the night.
        out: the report's folder; other files in it stay.

    Returns:
        Each file's name, as in ``FILES``, with its path.

    Raises:
        ReportError: the snapshot is not of this night, or the folder cannot be written; the report before stays.
    """
    try:
        board = read_scoreboard(con, controller, as_of)
        flags = flagged(con, as_of)
        with _in_place_of(out) as part:
            (part / "scoreboard.json").write_text(scoreboard_json(board), encoding="utf-8")
            contracts = contracts_json(board, read_contracts(con, controller, board))
            (part / "contracts.json").write_text(contracts, encoding="utf-8")
            (part / "processing_records.json").write_text(processing_json(con, controller, board), encoding="utf-8")
            write_parquet(flags, part / "flagged.parquet")
            write_csv(flags, part / "flagged.csv")
            write_xlsx(flags, part / "flagged.xlsx", as_of)
            write_parquet(findings(con), part / "findings.parquet")
            (part / "index.html").write_text(render_page(con, controller, board, flags), encoding="utf-8")
    except OSError as error:
        raise ReportError(f"{out}: the report could not be written ({error.strerror})") from None
    except duckdb.Error as error:  # its message may quote a value
        raise ReportError(f"{controller.id}: the snapshot could not be read ({type(error).__name__})") from None
    return {name: out / name for name in FILES}


@contextmanager
def _in_place_of(out: Path) -> Iterator[Path]:
    """A folder beside ``out`` to write into, which takes its place when the block ends without an error."""
    out = out.absolute()
    part, old = out.with_name(f".{out.name}.part"), out.with_name(f".{out.name}.old")
    out.parent.mkdir(parents=True, exist_ok=True)
    if old.exists():  # a crash between the two renames below, or just after them
        if out.exists():
            _hand_over(old, out)
        else:
            old.rename(out)
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700)
    try:
        yield part
        for path in sorted(part.iterdir()):
            path.chmod(0o600)
            _durable(path)
        part.chmod(0o700)
        if out.exists():
            out.rename(old)
        part.rename(out)
        _durable(out.parent)
        if old.exists():
            _hand_over(old, out)
    finally:
        shutil.rmtree(part, ignore_errors=True)
        if old.exists() and not out.exists():
            old.rename(out)


def _hand_over(old: Path, new: Path) -> None:
    """Move what is not the report's own from the old folder to the new one, and remove the old one."""
    for path in old.iterdir():
        if path.name not in FILES and not (new / path.name).exists():
            path.rename(new / path.name)
    shutil.rmtree(old)


def _durable(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
