"""The warehouse: one encrypted DuckDB file per controller, and the only place where one is opened.

What belongs here: opening connections with the settings that keep personal data inside the encrypted file. Nightly
copies are ``stores.warehouse_snapshots``'s; what is written into the warehouse is ``stores.landing``'s and the layers'
above. Encryption: https://duckdb.org/docs/stable/sql/statements/attach.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import duckdb

from rules import relations
from stores.errors import WarehouseError
from stores.keys import STATE, derived
from stores.quoting import identifier, literal

VERSION = 1
"""The layout of the warehouse. A newer one is refused, never guessed at."""

MEMORY = "500MB"
"""What DuckDB may hold before it spills, encrypted: with what lies outside its count, a night stays below 1 GB."""

SCHEMAS = ("landed", "quarantine", "finding", "relation", "flagged", "meta")
ALIAS = "warehouse"


def load_extension(con: duckdb.DuckDBPyConnection, name: str) -> None:
    """Load a DuckDB extension from its installed Python package, by file path; its signature is checked, no network.

    Raises:
        WarehouseError: the package is not installed or does not fit this DuckDB.
    """
    home = Path(duckdb.__file__).parent.parent
    found = sorted(home.glob(f"duckdb_extension_*/**/{name}.duckdb_extension"))
    package = f"duckdb-extension-{name.replace('_', '-')}=={duckdb.__version__}"
    if not found:
        raise WarehouseError(f"the DuckDB extension {name} is not installed; install {package}")
    try:
        con.execute(f"LOAD {literal(str(found[-1]))}")
    except duckdb.Error:
        raise WarehouseError(f"the DuckDB extension {name} does not load; install {package}") from None


def scratch() -> duckdb.DuckDBPyConnection:
    """A connection that lives in memory only: nothing is installed, fetched, or spilled to disk."""
    con = duckdb.connect(
        ":memory:",
        config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "temp_directory": ""},
    )
    con.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")  # a bar would stand in what is printed
    return con


def digest_macro(key: bytes) -> str:
    """The SQL of the TEMP macro ``keyed_digest(v)``: the first 32 hexadecimal digits of HMAC-SHA256 of v as text.

    NULL stays NULL. RFC 2104, spelled with DuckDB's ``sha256`` over blobs.
    """
    block = bytes.fromhex(derived(key, "digest")).ljust(64, b"\0")
    inner, outer = (bytes(byte ^ pad for byte in block).hex() for pad in (0x36, 0x5C))
    return (
        "CREATE OR REPLACE TEMP MACRO keyed_digest(v) AS substr(sha256("
        f"unhex('{outer}') || unhex(sha256(unhex('{inner}') || encode(CAST(v AS VARCHAR))))), 1, 32)"
    )


def keyed_digest(key: bytes, value: str) -> str:
    """What the macro ``keyed_digest`` gives for ``value``, in Python."""
    return hmac.new(bytes.fromhex(derived(key, "digest")), value.encode(), sha256).hexdigest()[:32]


def encrypted(folder: Path, key: bytes) -> duckdb.DuckDBPyConnection:
    """An in-memory connection that can attach encrypted files, spills encrypted only, and speaks the rules' macros."""
    spill = folder / STATE / "tmp"
    spill.mkdir(mode=0o700, parents=True, exist_ok=True)
    con = scratch()
    try:
        load_extension(con, "httpfs")
        con.execute(f"SET temp_file_encryption = true; SET temp_directory = {literal(str(spill))}")
        con.execute(f"SET memory_limit = {literal(MEMORY)}")
        con.execute(digest_macro(key))
        con.execute(relations.macros())
    except duckdb.Error as error:
        con.close()
        raise WarehouseError(f"DuckDB cannot be set up for {folder} ({type(error).__name__})") from None
    except WarehouseError:
        con.close()
        raise
    return con


def attach(con: duckdb.DuckDBPyConnection, path: Path, key: bytes, alias: str, *, read_only: bool) -> None:
    """Attach one encrypted file.

    Raises:
        WarehouseError: wrong key, held by another process, or not a warehouse; one line, without the key.
    """
    mode = ", READ_ONLY" if read_only else ""
    secret = literal(derived(key, "warehouse"))
    try:
        con.execute(f"ATTACH {literal(str(path))} AS {identifier(alias)} (ENCRYPTION_KEY {secret}{mode})")
    except duckdb.Error as error:
        raise WarehouseError(f"{path}: {_why(str(error))}") from None


def _why(message: str) -> str:
    if "encryption key" in message:
        return "the key does not open this warehouse; check ABIDE_KEY and .abide/key"
    if "lock on file" in message:
        return "another process has the warehouse open; wait for the nightly run, or read the snapshot"
    if "Unique file handle conflict" in message:
        return "the warehouse is already open in this process; close it first"
    if "not a valid DuckDB database" in message:
        return "the file is not a warehouse; restore it, or move it away to start anew"
    if "not encrypted" in message:
        return "the file is not encrypted, so it is not a warehouse of Abide; move it away"
    return "the warehouse cannot be opened; check that the disk has room and the folder is yours"


@contextmanager
def open_warehouse(folder: Path, key: bytes) -> Iterator[duckdb.DuckDBPyConnection]:
    """The controller's warehouse, open for writing; made if it is not there. One process at a time.

    Args:
        folder: the controller's folder.
        key: the master key (``stores.keys.read_key``).

    Raises:
        WarehouseError: wrong key, another process has it open, or a newer version of Abide made it.
    """
    state = folder / STATE
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    state.chmod(0o700)
    path = state / "warehouse.duckdb"
    con = encrypted(folder, key)
    try:
        attach(con, path, key, ALIAS, read_only=False)
        path.chmod(0o600)
        con.execute(f"USE {ALIAS}")
        for schema in SCHEMAS:
            con.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        con.execute("CREATE TABLE IF NOT EXISTS meta.version (version INTEGER NOT NULL)")
        con.execute(f"INSERT INTO meta.version SELECT {VERSION} WHERE NOT EXISTS (FROM meta.version)")
        check_version(con, path)
        yield con
    finally:
        con.close()


def check_version(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Refuse a file that another version laid out.

    Raises:
        WarehouseError: the version is not this one's.
    """
    try:
        found = con.execute("SELECT max(version) FROM meta.version").fetchall()[0][0]
    except duckdb.Error:
        raise WarehouseError(f"{path}: the file states no version; it is not a warehouse of Abide") from None
    if found != VERSION:
        raise WarehouseError(f"{path}: the warehouse has version {found}, this program knows {VERSION}; update Abide")
