"""``abide init --from``: bindings drafted from what is there, which check and land, and hold no value of a person."""

import csv
import gzip
import json
import sqlite3
from datetime import date, timedelta

import pytest
import xlsxwriter
from ruamel.yaml import YAML

from assets import night
from pipelines.cli import main
from stores.controller import CATALOG, load_controller
from stores.keys import read_key
from stores.warehouse import open_warehouse
from tests.servers import connect_mariadb, connect_postgres

PEOPLE = [
    (100 + i, f"{first} {last}", f"{first}.{last}@mail.example".lower(), f"07700 9001{i:02}")
    for i, (first, last) in enumerate(
        (f, n)
        for f in ("Ada", "Bilal", "Carys", "Deepak", "Eilidh", "Farah")
        for n in ("Hale", "Iqbal", "Jones", "Kerr")
    )
]
START = date(2024, 1, 5)
NOTES = ("Asked about parking.", "She has type 1 diabetes.", "Will ring back.", "Paid by card.")


def abide(capsys, *words):
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    told = capsys.readouterr()
    return ended.value.code, told.out + told.err


def written(folder, name):
    return YAML(typ="safe").load((folder / "stores" / f"{name}.yaml").read_text(encoding="utf-8"))


def table(binding, name):
    return next(one for one in binding["tables"] if one["name"] == name)


def put_csv(path, columns, rows, encoding="utf-8", delimiter=","):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(columns)
        writer.writerows(rows)


@pytest.fixture
def exports(tmp_path):
    place = tmp_path / "acme" / "exports"
    shop = place / "shop"
    put_csv(shop / "customers.csv", ["customer_no", "full_name", "col_3", "tel", "registered"],
            [(*p, START + timedelta(days=9 * i)) for i, p in enumerate(PEOPLE)])  # fmt: skip
    orders = [
        (f"A{i:03}", PEOPLE[i % 24][0], (START + timedelta(days=i)).strftime("%d/%m/%Y"), ("open", "paid")[i % 2],
         NOTES[i % 4]) for i in range(60)
    ]  # fmt: skip
    put_csv(shop / "orders.csv", ["order_no", "customer_no", "ordered", "status", "remarks"], orders, "cp1252", ";")
    put_csv(shop / "visits-2024-01.csv", ["visit_id", "when_date"], [(1, "03/04/2024"), (2, "05/06/2024")])
    put_csv(shop / "visits-2024-02.csv", ["visit_id", "when_date"], [(3, "07/08/2024"), (4, "09/10/2024")])
    tickets = [
        {"id": f"T{i}", "from": {"email": PEOPLE[i][2]}, "opened_at": 1_706_000_000_000 + i * 86_400_000,
         "comments": [{"id": f"T{i}-{j}", "body": NOTES[j]} for j in range(2)]} for i in range(20)
    ]  # fmt: skip
    (place / "desk").mkdir()
    (place / "desk" / "tickets.json").write_text(json.dumps({"data": {"tickets": tickets}, "count": 20}))
    with xlsxwriter.Workbook(place / "desk" / "staff.xlsx") as book:
        sheet = book.add_worksheet("Team")
        sheet.write_row(0, 0, ["staff_id", "mail"])
        for i, person in enumerate(PEOPLE[:5], 1):
            sheet.write_row(i, 0, [f"S{i}", person[2]])
    (place / "logs").mkdir()
    line = '203.0.113.9 - - [10/Oct/2024:13:55:36 +0000] "GET /a HTTP/1.1" 200 12 "-" "curl"\n'
    (place / "logs" / "access.log").write_text(line)
    with gzip.open(place / "logs" / "access.log.1.gz", "wt") as file:
        file.write(line.replace("/a", "/b"))
    (place / "logs" / "core.bin").write_bytes(b"\0\1\2")
    con = sqlite3.connect(place / "app.db")
    con.executescript(
        "CREATE TABLE members (id INTEGER PRIMARY KEY, email TEXT NOT NULL, last_login TEXT);"
        "CREATE TABLE posts (post INTEGER PRIMARY KEY, author INTEGER REFERENCES members(id), body TEXT);"
    )
    con.executemany("INSERT INTO members VALUES (?, ?, ?)", [(p[0], p[2], "2024-05-01T10:00:00Z") for p in PEOPLE])
    con.executemany("INSERT INTO posts VALUES (?, ?, ?)", [(i, PEOPLE[i][0], NOTES[i % 4]) for i in range(20)])
    con.commit()
    con.close()
    return place


def test_a_folder_of_exports_becomes_bindings_that_check_and_land(exports, capsys):
    folder = exports.parent
    code, out = abide(capsys, "init", folder, "--from", exports)
    assert code == 0, out
    assert "abide check accepts it" in out
    assert "core.bin: not a format that is read; it is not bound" in out
    shop = written(folder, "shop")
    customers, orders, visits = (table(shop, name) for name in ("customers", "orders", "visits"))
    assert customers["key"] == ["customer_no"]
    assert customers["subject"] == {"email": "col_3", "phone": "tel", "customer": "customer_no"}
    assert customers["personal"]["full_name"] == "user.name"
    assert customers["record"] == {"collected_on": "date_of.registered"}
    assert (orders["delimiter"], orders["key"], orders["links"]) == (
        ";",
        ["order_no"],
        {"customer_no": "customers.customer_no"},
    )
    assert orders["subject"] == {"customer": "customer_no"}
    assert orders["dates"] == {"ordered": "%d/%m/%Y"}
    assert orders["codes"] == {"status": ["open", "paid"]}
    assert (visits["file"], visits["dates"]) == ("visits-*.csv", {"when_date": ["%d/%m/%Y", "%m/%d/%Y"]})
    assert "can be told both ways in 4 of 4 values" in (folder / "stores" / "shop.yaml").read_text()
    assert (
        "seen inside remarks: user.health_and_medical, in 1 distinct value" in (folder / "stores/shop.yaml").read_text()
    )
    desk = written(folder, "desk")
    assert table(desk, "tickets")["rows"] == "/data/tickets"
    assert table(desk, "tickets")["dates"] == {"opened_at": "epoch_ms"}
    assert table(desk, "tickets_comments")["each"] == "/comments"
    assert table(desk, "tickets_comments")["subject"] == {"ticket": "ticket_id"}
    assert table(desk, "staff")["subject"] == {"email": "mail"}
    app = written(folder, "app")
    assert table(app, "posts")["links"] == {"author": "members.id"}
    assert table(app, "posts")["subject"] == {"member": "author"}
    assert written(folder, "logs")["export"] == "exports/logs/*"

    controller = load_controller(folder)
    with open_warehouse(folder, read_key(folder)) as con:
        readings = {
            (r.store, r.table): r
            for s in controller.stores
            for r in night.land_store(con, controller, s, date(2024, 6, 1))
        }
    assert {(r.rows, r.landed, r.reading) for k, r in readings.items() if k == ("shop", "orders")} == {(60, 60, "read")}
    assert readings["shop", "visits"].quarantined == 4
    assert readings["desk", "tickets_comments"].landed == 40
    assert readings["app", "posts"].landed == 20


def test_no_value_of_a_person_is_written_or_said(exports, capsys):
    folder = exports.parent
    _, out = abide(capsys, "init", folder, "--from", exports)
    said = out + "".join(path.read_text(encoding="utf-8") for path in (folder / "stores").glob("*.yaml"))
    for _, name, email, phone in PEOPLE:
        assert not any(value in said for value in (name, email, phone))


def test_what_is_there_is_never_changed(exports, capsys):
    folder = exports.parent
    abide(capsys, "init", folder, "--from", exports)
    before = {path: path.read_bytes() for path in (folder / "stores").glob("*.yaml")}
    (folder / "stores" / "desk.yaml").unlink()
    code, out = abide(capsys, "init", folder, "--from", exports)
    assert code == 0
    assert "stores/shop.yaml is there already, and stays as it is" in out
    assert before == {path: path.read_bytes() for path in (folder / "stores").glob("*.yaml")}


def test_a_vendors_export_is_recognised(tmp_path, capsys):
    folder = tmp_path / "acme"
    vendor = YAML(typ="safe").load((CATALOG / "suppression_list.yaml").read_text())
    one = vendor["tables"][0]
    columns = list(one["columns"])
    put_csv(
        folder / "exports" / "stop" / "list.csv", columns, [[f"v{i}{c}" for c in range(len(columns))] for i in range(3)]
    )
    code, out = abide(capsys, "init", folder, "--from", folder / "exports")
    assert code == 0, out
    binding = written(folder, "stop")
    assert binding["catalog"] == "suppression_list"
    assert binding["tables"][0]["name"] == one["name"]


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda base: base / "elsewhere", "opens no file outside a controller's folder"),
        (lambda base: base / "acme" / "nowhere", "is no folder of exports"),
        (lambda base: base / "acme" / "empty", "no table was found"),
        (lambda base: "oracle://host/db", "url: must begin with one of"),
        (lambda base: "postgresql://nobody:s3cret@127.0.0.1:1/none", "does not let us in"),
        (lambda base: "${NO_SUCH_URL}", "NO_SUCH_URL"),
        (lambda base: "sqlite:exports/none.db", "leads to no file"),
    ],
)
def test_what_cannot_be_drafted_from_says_why(tmp_path, capsys, make, told):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "acme" / "empty").mkdir(parents=True)
    code, out = abide(capsys, "init", tmp_path / "acme", "--from", make(tmp_path))
    assert code in {2, 3}
    assert told in out
    assert "s3cret" not in out


SCHEMA = (
    "CREATE TABLE clients (id INTEGER PRIMARY KEY, email VARCHAR(90) NOT NULL, joined TIMESTAMP NULL, region VARCHAR(9))",
    """CREATE TABLE calls (call_id INTEGER PRIMARY KEY, client_id INTEGER, note TEXT,
        FOREIGN KEY (client_id) REFERENCES clients(id))""",
)


@pytest.mark.server
@pytest.mark.parametrize("server", ["postgres_url", "mariadb_url"])
def test_a_live_database_becomes_a_binding(server, request, tmp_path, capsys, monkeypatch):
    url = request.getfixturevalue(server)
    connect = connect_postgres if server == "postgres_url" else connect_mariadb
    with connect(url) as con, con.cursor() as cursor:
        for statement in SCHEMA:
            cursor.execute(statement)
        for i, person in enumerate(PEOPLE):
            cursor.execute(
                "INSERT INTO clients VALUES (%s, %s, %s, 'N')", (person[0], person[2], f"2024-02-{i + 1:02} 10:00:00")
            )
            cursor.execute("INSERT INTO calls VALUES (%s, %s, %s)", (i, person[0], NOTES[i % 4]))
    try:
        monkeypatch.setenv("CLIENT_DB", url)
        code, out = abide(capsys, "init", tmp_path / "acme", "--from", "${CLIENT_DB}")
        assert code == 0, out
        (path,) = (tmp_path / "acme" / "stores").glob("*.yaml")
        binding = written(tmp_path / "acme", path.stem)
        assert binding["url"] == "${CLIENT_DB}"
        clients, calls = table(binding, "clients"), table(binding, "calls")
        assert clients["key"] == ["id"]
        assert clients["subject"] == {"email": "email", "client": "id"}
        assert clients["record"] == {"collected_on": "date_of.joined"}
        assert calls["links"] == {"client_id": "clients.id"}
        assert calls["subject"] == {"client": "client_id"}
        controller = load_controller(tmp_path / "acme")
        with open_warehouse(controller.folder, read_key(controller.folder)) as con:
            readings = night.land_store(con, controller, controller.stores[0], date(2026, 6, 1))
        assert [(r.landed, r.quarantined) for r in readings] == [(24, 0), (24, 0)]
    finally:
        with connect(url) as con, con.cursor() as cursor:
            cursor.execute("DROP TABLE calls")
            cursor.execute("DROP TABLE clients")


def test_a_list_inside_records_becomes_a_table_of_its_own_without_an_id(tmp_path, capsys):
    folder = tmp_path / "shop"
    (folder / "exports").mkdir(parents=True)
    lines = [[{"sku": sku, "quantity": 1 + n % 3} for sku in "UVWX"[: n % 4]] for n in range(40)]
    orders = [{"id": f"a{n}", "placed": 1_700_000_000_000 + n * 86_400_000, "lines": lines[n]} for n in range(40)]
    (folder / "exports" / "orders.json").write_text(json.dumps({"results": orders}))
    (folder / "exports" / "loose.json").write_text(json.dumps([{"text": "x", "parts": [{"a": 1}]}] * 3))
    code, out = abide(capsys, "init", folder, "--from", folder / "exports")
    assert code == 0, out
    bound = written(folder, "exports")
    assert table(bound, "orders")["dates"] == {"placed": "epoch_ms"}
    child = table(bound, "orders_lines")
    assert (child["each"], child["key"], child["links"]) == ("/lines", ["order_id", "sku"], {"order_id": "orders.id"})
    told = (folder / "stores" / "exports.yaml").read_text()
    assert "a list of records stands at /parts: no column names its record, so no table is drafted of them" in told
