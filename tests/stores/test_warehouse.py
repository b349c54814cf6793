"""The warehouse: keys, encryption, one writer, and snapshots that survive a crash."""

import hashlib
import hmac
import os
import subprocess
import sys
from datetime import date

import duckdb
import pytest

from stores import warehouse_snapshots
from stores.errors import WarehouseError
from stores.keys import derived, make_key, read_key
from stores.warehouse import SCHEMAS, keyed_digest, open_warehouse
from stores.warehouse_snapshots import current_snapshot, open_snapshot, publish_snapshot

NIGHT = date(2026, 3, 1)
SECRET = "margarethe.vandersloot@harbour.example"


def key_of(folder):
    return read_key(folder, {})


def one(con, query, *values):
    return con.execute(query, list(values)).fetchall()[0][0]


def files_below(folder):
    return [path for path in (folder / ".abide").rglob("*") if path.is_file()]


def test_a_key_is_made_once_and_for_its_owner_alone(tmp_path):
    assert make_key(tmp_path / "new")
    path = tmp_path / "new" / ".abide" / "key"
    before = path.read_text()
    assert not make_key(tmp_path / "new")
    assert path.read_text() == before
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert len(key_of(tmp_path / "new")) == 32


def test_the_environment_comes_before_the_file_and_the_own_name_first(controller):
    own, common = "aa" * 32, "bb" * 32
    assert read_key(controller, {"ABIDE_KEY": common}) == bytes.fromhex(common)
    assert read_key(controller, {"ABIDE_KEY": common, "ABIDE_KEY_HARBOUR": own}) == bytes.fromhex(own)
    named = controller.parent / "meridian plc-2"
    named.mkdir()
    assert read_key(named, {"ABIDE_KEY_MERIDIAN_PLC_2": own}) == bytes.fromhex(own)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda key: key.unlink(), "run abide init"),
        (lambda key: key.chmod(0o640), "others can read the key"),
        (lambda key: key.chmod(0o604), "others can read the key"),
        (lambda key: key.write_text("short"), "64 hexadecimal digits"),
        (lambda key: key.write_bytes(b"\xff" * 64), "64 hexadecimal digits"),
    ],
)
def test_a_key_that_will_not_do_is_told_in_one_line(controller, change, says):
    change(controller / ".abide" / "key")
    with pytest.raises(WarehouseError, match=says) as told:
        key_of(controller)
    assert "\n" not in str(told.value)


def test_derived_keys_differ_by_purpose_and_master():
    keys = {derived(master, purpose) for master in (b"a" * 32, b"b" * 32) for purpose in ("warehouse", "digest")}
    assert len(keys) == 4


def test_the_warehouse_is_laid_out_private_and_encrypted(controller):
    with open_warehouse(controller, key_of(controller)) as con:
        schemas = {row[0] for row in con.execute("SELECT schema_name FROM duckdb_schemas()").fetchall()}
        assert set(SCHEMAS) <= schemas
        assert one(con, "SELECT encrypted FROM duckdb_databases() WHERE database_name = 'warehouse'")
        assert one(con, "SELECT current_setting('temp_file_encryption')")
        assert one(con, "SELECT current_setting('TimeZone')") == "UTC"
        assert one(con, "SELECT kept_past(DATE '2025-01-31', INTERVAL 1 MONTH, DATE '2025-03-01')")
        for setting in ("autoinstall_known_extensions", "autoload_known_extensions"):
            assert not one(con, f"SELECT current_setting('{setting}')")
    assert (controller / ".abide" / "warehouse.duckdb").stat().st_mode & 0o777 == 0o600
    with open_warehouse(controller, key_of(controller)) as con:
        assert one(con, "SELECT count(*) FROM meta.version") == 1


@pytest.mark.parametrize("value", ["ann@harbour.example", "é𝄞", "", "x" * 500, "a'b\\c\n"])
def test_the_macro_is_the_hmac_that_python_counts(warehouse, controller, value):
    key = key_of(controller)
    expected = hmac.new(bytes.fromhex(derived(key, "digest")), value.encode(), hashlib.sha256).hexdigest()[:32]
    assert one(warehouse, "SELECT keyed_digest(?)", value) == expected == keyed_digest(key, value)


def test_the_macro_leaves_null_and_casts_numbers(warehouse, controller):
    assert one(warehouse, "SELECT keyed_digest(NULL)") is None
    assert one(warehouse, "SELECT keyed_digest(12)") == keyed_digest(key_of(controller), "12")


def test_a_wrong_key_is_refused_in_one_line(controller):
    with open_warehouse(controller, key_of(controller)):
        pass
    with (
        pytest.raises(WarehouseError, match="the key does not open this warehouse") as told,
        open_warehouse(controller, b"x" * 32),
    ):
        pass
    assert "\n" not in str(told.value)
    assert derived(b"x" * 32, "warehouse") not in str(told.value)


def test_what_is_no_warehouse_is_left_alone(controller):
    path = controller / ".abide" / "warehouse.duckdb"
    path.write_bytes(b"x" * 5000)
    with pytest.raises(WarehouseError, match="not a warehouse"), open_warehouse(controller, key_of(controller)):
        pass
    assert path.read_bytes() == b"x" * 5000
    path.unlink()
    duckdb.connect(str(path)).close()
    with pytest.raises(WarehouseError, match="not encrypted"), open_warehouse(controller, key_of(controller)):
        pass


def test_a_newer_layout_is_refused(controller):
    with open_warehouse(controller, key_of(controller)) as con:
        con.execute("UPDATE meta.version SET version = 99")
    with pytest.raises(WarehouseError, match="version 99"), open_warehouse(controller, key_of(controller)):
        pass


OTHER = """
import sys
from pathlib import Path
from stores.errors import WarehouseError
from stores.keys import read_key
from stores.warehouse import open_warehouse
from stores.warehouse_snapshots import open_snapshot
folder = Path(sys.argv[1])
try:
    with open_warehouse(folder, read_key(folder, {})):
        print("opened")
except WarehouseError as error:
    print(error)
with open_snapshot(folder, read_key(folder, {})) as con:
    print("snapshot", con.execute("SELECT v FROM landed.t").fetchall())
"""


def test_one_process_writes_and_others_read_the_snapshot(controller):
    key = key_of(controller)
    with open_warehouse(controller, key) as con:
        con.execute("CREATE TABLE landed.t AS SELECT 1 AS v")
        publish_snapshot(con, controller, NIGHT, key)
        con.execute("UPDATE landed.t SET v = 2")
        with pytest.raises(WarehouseError, match="already open in this process"), open_warehouse(controller, key):
            pass
        with open_snapshot(controller, key) as first, open_snapshot(controller, key) as second:
            assert one(first, "SELECT v FROM landed.t") == one(second, "SELECT v FROM landed.t") == 1
            with pytest.raises(duckdb.Error):
                first.execute("UPDATE landed.t SET v = 3")
        told = subprocess.run(
            [sys.executable, "-c", OTHER, str(controller)],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        ).stdout
    assert "another process has the warehouse open" in told
    assert "snapshot [(1,)]" in told


def test_no_snapshot_is_told(controller):
    with pytest.raises(WarehouseError, match="no night has run yet"), open_snapshot(controller, key_of(controller)):
        pass


def test_the_newest_two_snapshots_are_kept_read_only(controller):
    key = key_of(controller)
    with open_warehouse(controller, key) as con:
        paths = [publish_snapshot(con, controller, night, key) for night in (NIGHT, NIGHT, date(2025, 1, 1))]
    home = controller / ".abide" / "snapshots"
    assert {path.name for path in home.iterdir()} == {"2026-03-01-2.duckdb", "2025-01-01-3.duckdb", "current"}
    assert current_snapshot(controller) == paths[-1]
    assert all(path.stat().st_mode & 0o777 == 0o400 for path in home.glob("*.duckdb"))


class Crash(BaseException):
    """The process dies here."""


@pytest.mark.parametrize("step", ["_durable", "_point", "_prune"])
def test_a_crash_between_steps_leaves_a_snapshot_readable(controller, monkeypatch, step):
    key = key_of(controller)

    def crash(*_):
        raise Crash

    with open_warehouse(controller, key) as con:
        con.execute("CREATE TABLE landed.t AS SELECT 1 AS v")
        publish_snapshot(con, controller, NIGHT, key)
        con.execute("UPDATE landed.t SET v = 2")
        with monkeypatch.context() as patch:
            patch.setattr(warehouse_snapshots, step, crash)
            with pytest.raises(Crash):
                publish_snapshot(con, controller, NIGHT, key)
        with open_snapshot(controller, key) as snapshot:
            assert one(snapshot, "SELECT v FROM landed.t") == (2 if step == "_prune" else 1)
        publish_snapshot(con, controller, NIGHT, key)
        with open_snapshot(controller, key) as snapshot:
            assert one(snapshot, "SELECT v FROM landed.t") == 2
    assert not list((controller / ".abide" / "snapshots").glob("*.part*"))


def test_a_snapshot_that_cannot_be_written_leaves_the_one_before(controller):
    key = key_of(controller)
    with open_warehouse(controller, key) as con:
        con.execute("CREATE TABLE landed.t AS SELECT 1 AS v")
        publish_snapshot(con, controller, NIGHT, key)
        con.execute("BEGIN; UPDATE landed.t SET v = 2; ATTACH ':memory:' AS snapshot_2")
        with pytest.raises(WarehouseError):
            publish_snapshot(con, controller, NIGHT, key)
        con.execute("ROLLBACK")
        with open_snapshot(controller, key) as snapshot:
            assert one(snapshot, "SELECT v FROM landed.t") == 1


def test_no_value_stands_in_the_clear_in_any_file(controller):
    key = key_of(controller)
    with open_warehouse(controller, key) as con:
        con.execute("CREATE TABLE landed.t AS SELECT ? || i AS v FROM range(50000) s(i)", [SECRET])
        assert not [path for path in files_below(controller) if SECRET.encode() in path.read_bytes()]
        con.execute("SET memory_limit = '60MB'")
        con.execute("CREATE TEMP TABLE spilled AS SELECT v, md5(v) || repeat(v, 20) AS w FROM landed.t ORDER BY w")
        assert any("tmp" in str(path.parent) for path in files_below(controller)), "the test must make DuckDB spill"
        assert not [path for path in files_below(controller) if SECRET.encode() in path.read_bytes()]
        con.execute("SET memory_limit = '1GB'")
        publish_snapshot(con, controller, NIGHT, key)
    names = {path.name for path in files_below(controller)}
    assert {"warehouse.duckdb", "2026-03-01-1.duckdb"} <= names
    assert not [path for path in files_below(controller) if SECRET.encode() in path.read_bytes()]


def test_a_snapshot_holds_no_trace_of_what_was_deleted(tmp_path, controller):
    """Seen without encryption, by the same statement: the warehouse file keeps deleted bytes, the copy does not."""
    key = key_of(controller)
    with open_warehouse(controller, key) as con:
        con.execute("CREATE TABLE landed.t AS SELECT ? || i AS v FROM range(1000) s(i)", [SECRET])
        con.execute("CHECKPOINT warehouse")
        con.execute("DELETE FROM landed.t")
        with open_snapshot_published(con, controller, key) as snapshot:
            assert one(snapshot, "SELECT count(*) FROM landed.t") == 0
    with duckdb.connect() as plain:
        plain.execute(f"ATTACH '{tmp_path}/a.duckdb' AS a; ATTACH '{tmp_path}/b.duckdb' AS b")
        plain.execute("SET force_compression = 'uncompressed'")
        plain.execute("CREATE TABLE a.t AS SELECT 'nobody' || i AS v FROM range(1000) s(i)")
        plain.execute("INSERT INTO a.t VALUES (?)", [SECRET])
        plain.execute("CHECKPOINT a")
        plain.execute("DELETE FROM a.t WHERE v = ?", [SECRET])
        plain.execute("CHECKPOINT a; COPY FROM DATABASE a TO b; CHECKPOINT b")
    assert SECRET.encode() in (tmp_path / "a.duckdb").read_bytes()
    assert SECRET.encode() not in (tmp_path / "b.duckdb").read_bytes()


def open_snapshot_published(con, folder, key):
    publish_snapshot(con, folder, NIGHT, key)
    return open_snapshot(folder, key)
