"""What lands is what the bare driver reads, type by type: psycopg and PyMySQL say what a server holds, in its own words.

Both drivers are asked for the servers' raw text, so no conversion of theirs stands between. Where landing says it
otherwise on purpose (bytes, true and false, moments with their offset), the test says so.
"""

import datetime as dt
import math
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stores.dates import DateFormat, day_sql
from tests.servers import connect_mariadb, connect_postgres
from tests.stores.test_sql import landed_rows, run, store_of

LONDON = "Europe/London"

POSTGRES = {
    "smallint": ["-32768", "32767", None],
    "bigint": ["-9223372036854775808", "9223372036854775807"],
    "numeric": ["NaN", "Infinity", "-Infinity", "1234567890123456789012345678901234567890", "0.000", "-1E-30", None],
    "numeric(40,20)": ["12345678901234567890.12345678901234567890"],
    "real": ["NaN", "-Infinity", "0.1", "1.17549435e-38", "3.4028235e38", "16777217"],
    "double precision": ["NaN", "Infinity", "-0", "0.1", "1e300", "5e-324", "0.30000000000000004"],
    "money": ["$1,234.50", "-$0.01"],
    "boolean": ["true", "false", None],
    "text": ["", " ", "it's \"quoted\"", "naïve 😀 \u202e", "line\nline\r\n\ttab", "\x01\x7f", "x" * 5_000_000, None],
    "character(6)": ["ab", "abcdef"],
    "character varying(9)": ["ab  ", ""],
    '"char"': ["a"],
    "name": ["Ann"],
    "bytea": ["\\x", "\\x00ff5c", None],
    "date": ["infinity", "-infinity", "0044-03-15 BC", "0001-01-01", "1900-01-01", "2024-02-29", "5874897-12-31", None],
    "time": ["00:00:00", "24:00:00", "23:59:59.999999"],
    "time with time zone": ["23:59:59.5+05:30", "00:00:00-12"],
    "timestamp": ["infinity", "-infinity", "4713-01-01 00:00:00 BC", "2024-03-31 01:30:00", "294276-12-31 23:59:59.999999"],
    "timestamp with time zone": [
        "infinity", "-infinity", "0044-03-15 00:00:00+00 BC", "2024-03-31 00:59:59.999999+00", "2024-03-31 01:00:00+00",
        "2024-10-27 00:30:00+00", "2024-10-27 01:30:00+00", "2023-12-31 23:59:59.5+00", None,
    ],
    "interval": ["1 year -2 days +03:00:00.000001", "-178000000 years", "00:00:00"],
    "uuid": ["00000000-0000-0000-0000-000000000001"],
    "inet": ["192.0.2.1", "192.0.2.0/24", "2001:db8::1", "2001:db8::/32"],
    "cidr": ["192.0.2.0/24", "192.0.2.1/32"],
    "macaddr": ["08:00:2b:01:02:03"],
    "bit(4)": ["0101"],
    "bit varying": ["", "1"],
    "json": ['{"a": 1.10, "a":  null}', "null", '"\\u0041"'],
    "jsonb": ['{"a": 1.10}', "[]"],
    "xml": ["<a>b &amp; c</a>"],
    "tsvector": ["'and':2 'ann':1A"],
    "tsquery": ["'ann' & 'ben'"],
    "int4range": ["[1,5)", "empty", "(,)"],
    "tstzrange": ['["2024-03-31 00:30:00+00","2024-03-31 01:30:00+00")'],
    "datemultirange": ["{[2024-01-01,2024-02-01),[2025-01-01,)}"],
    "integer[]": ["{}", "{1,NULL,-3}", "{{1,2},{3,4}}", "[0:1]={1,2}"],
    "text[]": ['{"it\'s","a,b","say \\"x\\"",NULL,"NULL","","\\\\"}'],
    "inet[]": ["{192.0.2.1,198.51.100.0/24}"],
    "timestamp with time zone[]": ['{"2024-03-31 01:00:00+00",infinity}'],
    "point": ["(1,2.5)"],
    "mood": ["sad", "it's ok", None],
    "mood[]": ['{sad,"it\'s ok"}'],
    "postcode": ["AB1 2CD", None],
    "address": ["192.0.2.9", None],
    "pair": ['(1,"a ""b"" c")', "(,)", None],
    "pair[]": ['{"(1,x)"}'],
    "oid": ["4294967295"],
    "regclass": ["pg_class"],
    "pg_lsn": ["16/B374D848"],
}  # fmt: skip


def as_landed(kind, raw):
    """The server's raw text as landing says it."""
    if raw is None:
        return None
    if kind == "boolean":
        return {"t": "true", "f": "false"}[raw]
    return raw.rstrip(" ") if kind.startswith("character(") else raw


@pytest.mark.server
def test_every_postgres_type_lands_as_the_driver_reads_it(warehouse, controller, postgres_url):
    rows = max(len(values) for values in POSTGRES.values())
    columns = [f"c{place}" for place in range(len(POSTGRES))]
    with connect_postgres(postgres_url) as con:
        con.execute("DROP TABLE IF EXISTS every")
        con.execute("DROP TYPE IF EXISTS mood, pair; DROP DOMAIN IF EXISTS postcode, address")
        con.execute(
            "CREATE TYPE mood AS ENUM ('sad', 'it''s ok'); CREATE DOMAIN postcode AS text; CREATE DOMAIN address AS inet"
        )
        con.execute("CREATE TYPE pair AS (a int, b text)")
        made = ", ".join(f"{column} {kind}" for column, kind in zip(columns, POSTGRES, strict=True))
        con.execute(f"CREATE TABLE every (id int PRIMARY KEY, {made})")
        con.execute("SET timezone = 'America/St_Johns'")
        for row in range(rows):
            values = [values[row] if row < len(values) else None for values in POSTGRES.values()]
            casts = ", ".join(f"%s::{kind}" for kind in POSTGRES)
            con.execute(f"INSERT INTO every VALUES (%s, {casts})", [row, *values])
        con.execute(f"ALTER DATABASE {con.info.dbname} SET timezone = 'America/St_Johns'")
        con.execute(f"ALTER DATABASE {con.info.dbname} SET datestyle = 'SQL, DMY'")
        try:
            store = store_of(postgres_url, ["id", *columns], source="every")
            run(warehouse, controller, store)
        finally:
            con.execute(f"ALTER DATABASE {con.info.dbname} RESET ALL")
    with psycopg.connect(postgres_url, options="-c timezone=UTC -c datestyle=ISO,YMD -c bytea_output=hex") as con:
        raw = con.execute("SELECT * FROM every ORDER BY id").pgresult
        landed = sorted(landed_rows(warehouse, store), key=lambda row: int(row[0]))
        assert raw.ntuples == rows == len(landed)
        for place, kind in enumerate(POSTGRES, 1):
            for row in range(rows):
                value = raw.get_value(row, place)
                driver = as_landed(kind, None if value is None else value.decode())
                assert landed[row][place] == driver, f"{kind}, row {row}"


MARIADB = {
    "tinyint(1)": [0, 1, -128, None],
    "int(6) zerofill": [42],
    "bigint unsigned": [18446744073709551615],
    "decimal(65,30)": [Decimal("12345678901234567890123456789012345.123456789012345678901234567890"), Decimal(0)],
    "float": [0.1, 1e38],
    "double": [0.1, 0.30000000000000004, 1e300, 5e-324],
    "bit(12)": [b"\x0a\xbc"],
    "date": ["0000-00-00", "2024-00-00", "2024-02-00", "2024-02-30", "1000-01-01", "9999-12-31", None],
    "datetime(6)": ["0000-00-00 00:00:00", "2024-03-31 01:30:00", "2024-02-29 23:59:59.999999", None],
    "datetime": ["2024-00-00 00:00:00"],
    "timestamp(3) null": ["2024-03-31 00:30:00.250", "2024-10-27 01:30:00", "0000-00-00 00:00:00", None],
    "time(2)": ["-838:59:59.00", "00:00:00.01"],
    "year": [2024, 0],
    "char(6)": ["ab"],
    "varchar(99)": ["", " ", "ab  ", 'it\'s "x" \\ `', "naïve 😀 \u202e", "a\0b", None],
    "varchar(20) character set latin1": ["café €"],
    "varchar(20) character set cp1251": ["Анна"],
    "varchar(20) character set utf16": ["😀"],
    "varchar(20) character set utf8mb4 collate utf8mb4_bin": ["É"],
    "longtext": ["x" * 5_000_000, ""],
    "binary(3)": [b"\xff\x00"],
    "varbinary(20)": [b"\xff\xfe", b""],
    "blob": [b"\x00plain", None],
    "enum('a','it''s','')": ["it's", ""],
    "set('a','b','c')": ["a,c", "", None],
    "json": ['{"a": 1.10, "b": "it\'s"}'],
    "uuid": ["00000000-0000-0000-0000-000000000001"],
    "inet6": ["2001:db8::1"],
}


def as_mariadb_lands(kind, raw):
    """The server's raw text as landing says it."""
    if raw is None:
        return None
    if kind.startswith(("binary", "varbinary", "blob")):
        return "0x" + raw.hex().upper()
    if kind.startswith("bit"):
        return "0x" + f"{int.from_bytes(raw):X}"
    raw = raw.decode() if isinstance(raw, bytes) else raw
    if kind.startswith("timestamp") and not raw.startswith("0000"):
        return raw + "+00:00"
    return raw


@pytest.mark.server
def test_every_mariadb_type_lands_as_the_driver_reads_it(warehouse, controller, mariadb_url):
    rows = max(len(values) for values in MARIADB.values())
    columns = [f"c{place}" for place in range(len(MARIADB))]
    with connect_mariadb(mariadb_url) as con, con.cursor() as cursor:
        cursor.execute("SET SESSION sql_mode = 'ALLOW_INVALID_DATES', time_zone = '-02:30'")
        cursor.execute("DROP TABLE IF EXISTS every")
        made = ", ".join(f"{column} {kind}" for column, kind in zip(columns, MARIADB, strict=True))
        cursor.execute(f"CREATE TABLE every (id int PRIMARY KEY, {made})")
        for row in range(rows):
            values = [values[row] if row < len(values) else None for values in MARIADB.values()]
            cursor.execute(f"INSERT INTO every VALUES (%s{', %s' * len(values)})", [row, *values])
    store = store_of(mariadb_url, ["id", *columns], source="every")
    run(warehouse, controller, store)
    landed = sorted(landed_rows(warehouse, store), key=lambda row: int(row[0]))
    with connect_mariadb(mariadb_url) as con:
        con.decoders = {}
        with con.cursor() as cursor:
            cursor.execute("SET SESSION time_zone = '+00:00'")
            cursor.execute("SELECT * FROM every ORDER BY id")
            for row, raw in enumerate(cursor.fetchall()):
                for place, kind in enumerate(MARIADB, 1):
                    driver = as_mariadb_lands(kind, raw[place])
                    if kind == "float":
                        assert driver is None or math.isclose(float(landed[row][place]), float(driver), rel_tol=1e-5)
                        continue
                    assert landed[row][place] == driver, f"{kind}, row {row}"


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
DAYS = st.dates(dt.date(1900, 1, 2), dt.date(2199, 12, 30))
MOMENTS = st.datetimes(dt.datetime.fromisoformat("1971-01-02"), dt.datetime.fromisoformat("2037-12-30"))
ROWS = st.lists(
    st.tuples(
        st.decimals(allow_nan=False, allow_infinity=False, places=15, min_value=-(10**24), max_value=10**24)
        | st.none(),
        st.floats(allow_subnormal=False, allow_nan=False, allow_infinity=False),
        DAYS | st.none(),
        MOMENTS,
        MOMENTS,
        TEXTS | st.none(),
        st.binary(max_size=20),
        st.uuids(),
    ),
    min_size=1,
    max_size=60,
)
FREELY = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
COLUMNS = ["id", "n", "f", "d", "naive", "at", "t", "b", "u"]


READERS = {
    Decimal: Decimal,
    float: float,
    UUID: UUID,
    dt.datetime: dt.datetime.fromisoformat,
    dt.date: dt.date.fromisoformat,
}


def same(value, text):
    """Whether ``text`` says ``value``."""
    return text is None if value is None else READERS.get(type(value), str)(text) == value


def days_landed(con, columns):
    """The day that every landed date says, as the night reads it, in the controller's zone."""
    read = ", ".join(day_sql(column, DateFormat(forms=("iso",)), LONDON) for column in columns)
    found = con.execute(f'SELECT id, {read} FROM landed."shop__people"').fetchall()
    return {int(row[0]): row[1:] for row in found}


@pytest.mark.server
@FREELY
@given(rows=ROWS)
def test_any_postgres_values_land_as_the_driver_gave_them(warehouse, controller, postgres_url, rows):
    with connect_postgres(postgres_url) as con, con.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS any_values")
        cursor.execute(
            "CREATE TABLE any_values (id int, n numeric, f float8, d date, naive timestamp, at timestamptz, t text, b bytea, u uuid)"
        )
        cursor.execute(f"SET timezone = '{LONDON}'")
        moments = [(*row[:4], row[4].replace(tzinfo=dt.UTC), *row[5:]) for row in rows]
        cursor.executemany(
            "INSERT INTO any_values VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [(place, *row) for place, row in enumerate(moments)],
        )
        held = cursor.execute("SELECT * FROM any_values ORDER BY id").fetchall()
    store = store_of(postgres_url, COLUMNS, source="any_values", dates={"d": "iso", "naive": "iso", "at": "iso"})
    assert run(warehouse, controller, store).landed == len(rows)
    days = days_landed(warehouse, ["d", "naive", "at"])
    landed = sorted(landed_rows(warehouse, store), key=lambda row: int(row[0]))
    for driver, row in zip(held, landed, strict=True):
        expected = [*driver[1:7], "\\x" + driver[7].hex(), driver[8]]
        assert all(same(value, text) for value, text in zip(expected, row[1:], strict=True))
        assert days[driver[0]] == (driver[3], driver[4].date(), driver[5].astimezone(ZoneInfo(LONDON)).date())


@pytest.mark.server
@FREELY
@given(rows=ROWS)
def test_any_mariadb_values_land_as_the_driver_gave_them(warehouse, controller, mariadb_url, rows):
    with connect_mariadb(mariadb_url) as con, con.cursor() as cursor:
        cursor.execute("SET SESSION time_zone = '+00:00'")
        cursor.execute("DROP TABLE IF EXISTS any_values")
        cursor.execute(
            "CREATE TABLE any_values (id int, n decimal(50,15), f double, d date, naive datetime(6), "
            "at timestamp(6) NULL, t text, b varbinary(20), u varchar(36))"
        )
        cursor.executemany(
            "INSERT INTO any_values VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [(place, *row[:7], str(row[7])) for place, row in enumerate(rows)],
        )
        cursor.execute("SELECT * FROM any_values ORDER BY id")
        held = cursor.fetchall()
    store = store_of(mariadb_url, COLUMNS, source="any_values", dates={"d": "iso", "naive": "iso", "at": "iso"})
    assert run(warehouse, controller, store).landed == len(rows)
    days = days_landed(warehouse, ["d", "naive", "at"])
    landed = sorted(landed_rows(warehouse, store), key=lambda row: int(row[0]))
    for driver, row in zip(held, landed, strict=True):
        moment = driver[5].replace(tzinfo=dt.UTC)
        expected = [*driver[1:5], moment, driver[6], "0x" + driver[7].hex().upper(), driver[8]]
        assert all(same(value, text) for value, text in zip(expected, row[1:], strict=True))
        assert days[driver[0]] == (driver[3], driver[4].date(), moment.astimezone(ZoneInfo(LONDON)).date())


@pytest.mark.server
@pytest.mark.parametrize("server", ["postgres", "mariadb"])
def test_a_date_that_is_none_is_never_a_day_of_the_past(warehouse, controller, request, server):
    """Infinity, BC and zero dates are quarantined, or none where the map says so; no reading turns them into a day."""
    url = request.getfixturevalue(f"{server}_url")
    odd = {
        "postgres": ["infinity", "-infinity", "0044-03-15 BC"],
        "mariadb": ["0000-00-00", "2024-00-00", "2024-02-00"],
    }[server]
    with (connect_postgres if server == "postgres" else connect_mariadb)(url) as con, con.cursor() as cursor:
        if server == "mariadb":
            cursor.execute("SET SESSION sql_mode = ''")
        cursor.execute("DROP TABLE IF EXISTS odd_days")
        cursor.execute("CREATE TABLE odd_days (id int, d date)")
        for place, day in enumerate([*odd, "2024-02-29"]):
            cursor.execute("INSERT INTO odd_days VALUES (%s, %s)", (place, day))
    store = store_of(url, ["id", "d"], source="odd_days", dates={"d": "iso"})
    landed = run(warehouse, controller, store)
    assert (landed.landed, landed.reasons) == (1, {"the date in 'd' is not written as the map says": 3})
    told = {"d": {"forms": ["iso"], "none": odd[:1]}}
    assert run(warehouse, controller, store_of(url, ["id", "d"], source="odd_days", dates=told)).landed == 2
    assert days_landed(warehouse, ["d"])[3] == (dt.date(2024, 2, 29),)
