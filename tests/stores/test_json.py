"""JSON documents: what no pointer reaches is landed too, what says that pages are missing is told, memory is bounded."""

import io
import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stores import json_stream
from stores.errors import SourceError
from stores.json_stream import Walk
from stores.json_values import JsonError, at, parse, steps
from stores.landing import land
from stores.store import Store
from tests.stores.exports import landed_rows, put, run, store_of

MAP = {"id": "/id", "name": "/properties/name"}


def put_json(folder, value, name="a.json"):
    put(folder, name, json.dumps(value))


def test_a_member_that_no_pointer_reaches_lands_under_the_way_to_it(warehouse, controller):
    put_json(
        controller, [{"id": "1", "properties": {"name": "A", "favourite_colour": "red"}, "list": [1, {"a": None}]}]
    )
    landed = run(warehouse, controller, columns=MAP)
    assert landed.unknown == ("properties.favourite_colour", "list")
    expected = [("1", "A", "red", '[1,{"a":null}]')]
    assert landed_rows(warehouse, "id", "name", "properties.favourite_colour", "list") == expected


def test_leaves_go_no_deeper_than_the_pointers(warehouse, controller):
    put_json(controller, [{"id": "1", "meta": {"geo": {"city": "X"}}, "properties": "none today"}])
    landed = run(warehouse, controller, columns=MAP)
    assert landed.unknown == ("meta", "properties")
    assert landed.missing == ("name",)
    assert landed_rows(warehouse, "meta", "properties") == [('{"geo":{"city":"X"}}', "none today")]


def test_a_list_read_by_place_or_by_name_lands_whole_if_something_of_it_is_left(warehouse, controller):
    phones = [{"Type": "MOBILE", "Number": "1"}, {"Type": "FAX", "Number": "2"}]
    records = [{"id": "1", "phones": phones}, {"id": "2", "phones": phones[:1]}, {"id": "3", "tags": ["x", None]}]
    put_json(controller, records)
    columns = {"id": "/id", "name": "/phones/Type=MOBILE/Number", "tag": "/tags/0"}
    landed = run(warehouse, controller, columns=columns)
    assert landed.unknown == ("phones",)
    told = [(json.dumps(phones, separators=(",", ":")),), (None,), (None,)]
    assert landed_rows(warehouse, "phones") == told


@pytest.mark.parametrize(
    ("record", "columns", "unknown"),
    [
        ({"id": "1", "name": "x", "properties": {"name": "A"}}, MAP, "/name"),
        ({"id": "1", "_file": "x", "properties": {"name": "A"}}, MAP, "/_file"),
        ({"id": "1", "ID": "x", "properties": {"name": "A"}}, MAP, "/ID"),
        ({"id": "1", "": "x", "properties": {"name": "A"}}, MAP, "/"),
        ({"id": "1", "record_key": "x", "name": "A"}, ["id", "name"], "/record_key"),
    ],
)
def test_a_member_never_takes_the_place_of_another(warehouse, controller, record, columns, unknown):
    put_json(controller, [record])
    landed = run(warehouse, controller, columns=columns)
    assert landed.unknown == (unknown,)
    assert landed_rows(warehouse, "id", "name", unknown) == [("1", "A", "x")]


def test_members_past_the_most_columns_are_gathered_in_one(warehouse, controller, monkeypatch):
    monkeypatch.setattr("stores.landing_stage.MANY_COLUMNS", 10)
    put_json(controller, [{"id": "1", **{f"k{n}": n for n in range(12)}}])
    landed = run(warehouse, controller, columns={"id": "/id"})
    assert len(landed.columns) == 11
    assert landed_rows(warehouse, "k7", "further_members") == [("7", '{"/k9":9,"/k10":10,"/k11":11}')]


def two_tables(**child):
    settings = store_of(columns=MAP, rows="/results", file="*.json").model_dump(mode="json", exclude_none=True)
    answers = {"name": "answers", "file": "*.json", "rows": "/results", "key": ["order", "q"], **child}
    settings["tables"].append({"each": "/answers", "columns": {"order": "../id", "q": "/q"}, **answers})
    return Store.model_validate(settings)


def test_a_list_that_another_table_reads_is_left_to_it(warehouse, controller):
    records = [{"id": "1", "answers": [{"q": "a", "text": "free"}], "status": "paid"}]
    put_json(controller, {"results": records})
    store = two_tables()
    parent, child = (land(warehouse, store, table, controller) for table in store.tables)
    assert parent.unknown == ("status",)
    assert child.unknown == ("text",)
    rows = warehouse.execute('SELECT "order", q, text FROM landed."shop__answers"').fetchall()
    assert rows == [("1", "a", "free")]


def test_a_list_that_a_table_of_other_files_reads_is_not_left_out(warehouse, controller):
    put_json(controller, {"results": [{"id": "1", "answers": [{"q": "a"}]}]})
    store = two_tables(file="other/*.json")
    assert land(warehouse, store, store.tables[0], controller).unknown == ("answers",)


@pytest.mark.parametrize(
    ("pages", "told"),
    [
        ([3], ()),
        ([4], ("the source states 4 records and the export holds 3",)),
        ([None], ("no total stands at /total, so that nothing shows whether 3 records are all",)),
        (["many"], ("no total stands at /total, so that nothing shows whether 3 records are all",)),
        ([6, 6], ()),
        ([7, 7], ("the source states 7 records and the export holds 6",)),
    ],
)
def test_a_stated_total_is_held_against_all_files_together(warehouse, controller, pages, told):
    for place, total in enumerate(pages):
        records = [{"id": f"{place}{n}", "name": "x"} for n in range(3)]
        put_json(controller, {"total": total, "results": records}, f"{place}.json")
    assert run(warehouse, controller, rows="/results", states_rows="/total").short == told


@pytest.mark.parametrize(
    ("cursors", "told"),
    [
        ([None], ()),
        (["a", "b", None], ()),
        (["a"], ("each of 1 files names a further page at /paging/next/after: the last page is missing",)),
        (["a", "b"], ("each of 2 files names a further page at /paging/next/after: the last page is missing",)),
        ([None, None], ("2 of 2 files name no further page at /paging/next/after: they are of several exports",)),
    ],
)
def test_a_cursor_without_its_page_is_told(warehouse, controller, cursors, told):
    for place, cursor in enumerate(cursors):
        page = {"results": [{"id": str(place), "name": "x"}]}
        put_json(controller, page | ({"paging": {"next": {"after": cursor}}} if cursor else {}), f"{place}.json")
    assert run(warehouse, controller, rows="/results", more_at="/paging/next/after").short == told


def test_lines_of_json_state_no_total(warehouse, controller):
    put(controller, "a.jsonl", '{"id":"1"}\n')
    with pytest.raises(SourceError, match="leave both out"):
        run(warehouse, controller, states_rows="/total")


LEAF = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=6)
)
VALUE = st.recursive(
    LEAF,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)
DOCUMENT = st.fixed_dictionaries({"total": LEAF, "data": st.fixed_dictionaries({"items": st.lists(VALUE, max_size=6)})})


@settings(deadline=None, max_examples=150)
@given(document=DOCUMENT, indent=st.sampled_from([None, 1]), piece=st.integers(1, 40), ascii_only=st.booleans())
def test_a_document_read_in_pieces_is_the_document(document, indent, piece, ascii_only):
    text = json.dumps(document, indent=indent, ensure_ascii=ascii_only)
    whole = parse(text)
    kept, json_stream.PIECE = json_stream.PIECE, piece
    try:
        walk = Walk(io.StringIO(text), {"total": ["total"]})
        records = list(walk.records(["data", "items"], whole=False))
    except UnicodeError:
        assert not ascii_only
        return
    finally:
        json_stream.PIECE = kept
    assert records == at(whole, ["data", "items"])
    assert [str(r) for r in records] == [str(r) for r in at(whole, ["data", "items"])]
    assert walk.found["total"] == whole["total"]


@settings(deadline=None, max_examples=250)
@given(
    text=st.text(st.sampled_from('{}[]",:1ea\\ \n-.'), max_size=30),
    document=DOCUMENT,
    cut=st.integers(0, 60),
    piece=st.integers(1, 9),
)
def test_what_is_no_json_is_none_in_pieces_either(text, document, cut, piece):
    sound = json.dumps(document)
    for broken in (text, sound[:cut], sound[:cut] + text, sound + text):
        try:
            whole = parse(broken)
        except JsonError:
            whole = JsonError
        kept, json_stream.PIECE = json_stream.PIECE, piece
        walk = Walk(io.StringIO(broken), {})
        try:
            records = list(walk.records(["data", "items"], whole=False))
        except JsonError:
            records = JsonError
        finally:
            json_stream.PIECE = kept
        if whole is JsonError:
            assert records is JsonError or walk.blank
        elif walk.listed:
            assert records == at(whole, steps("/data/items"))


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('{"data":[\n1,\n2', 3, "cut short"),
        ('{"data":[\n{"a":1,"a":2}\n]}', 2, "names the same member twice"),
        ('{"data":[],\n"data":[]}', 2, "names the same member twice"),
        ('{"data":[1]}\n]', 2, "not valid JSON"),
        ('{"data":[1\n 2]}', 2, "not valid JSON"),
        ('{"data":[NaN]}', 1, "NaN"),
        ('{"other":' + "[" * 100_000, 1, "nested too deeply"),
    ],
)
def test_a_broken_document_is_refused_with_its_line(warehouse, controller, text, line, reason):
    put(controller, "a.json", text)
    with pytest.raises(SourceError, match=rf"in/a\.json:{line}: .*{reason}"):
        run(warehouse, controller, rows="/data")


def test_a_record_without_end_is_refused_before_it_fills_memory(warehouse, controller, monkeypatch):
    monkeypatch.setattr("stores.json_stream.LONGEST", 3 << 20)
    put(controller, "a.json", '[{"id":"1"},{"id":"' + "x" * (9 << 20))
    with pytest.raises(SourceError, match="one record of more than"):
        run(warehouse, controller)


LAND = """
import sys
from pathlib import Path
from stores.keys import read_key
from stores.landing import land
from stores.warehouse import open_warehouse
from tests.memory import peak_kibibytes
from tests.stores.exports import store_of
folder = Path(sys.argv[1])
with open_warehouse(folder, read_key(folder, {})) as con:
    con.execute("SET memory_limit = '200MB'")
    store = store_of(columns={"id": "/id"}, rows="/results")
    landed = land(con, store, store.tables[0], folder)
print(landed.landed, peak_kibibytes() // 1024)
"""


@pytest.mark.slow
def test_a_document_of_300_megabytes_lands_in_512(controller):
    note = "asked about the course and the invoice, will call back next week. " * 3
    with put(controller, "a.json", "").open("w") as file:
        file.write('{"results": [\n')
        for n in range(1_150_000):
            file.write(f'{"," if n else ""}{{"id": "{n:08d}", "notes": "{n} {note}", "score": 1.50, "open": true}}\n')
        file.write('], "total": 1}')
    assert (controller / "in" / "a.json").stat().st_size > 300_000_000
    done = subprocess.run([sys.executable, "-c", LAND, str(controller)], capture_output=True, text=True, check=True)
    landed, peak = map(int, done.stdout.split())
    assert landed == 1_150_000
    assert peak < 512
