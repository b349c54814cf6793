"""XML documents: which elements are rows, what their columns hold, what is refused, and in how much memory."""

import gzip
import subprocess
import sys
import time
from pathlib import Path
from xml.sax.saxutils import escape

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stores.errors import SourceError
from stores.files import CONNECTOR
from stores.landing import land
from stores.store import Store
from tests.stores.exports import VALUE, put

SITE = """<?xml version="1.0" encoding="UTF-8"?>
<!-- a comment -->
<?php instruction ?>
<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/" xmlns:dc="d" xmlns:content="c" xmlns:excerpt="e">
<channel>
  <title>Site</title>
  <wp:author><wp:author_id>1</wp:author_id></wp:author>
  <item>
    <title>First &amp; best</title>
    <dc:creator><![CDATA[ann]]></dc:creator>
    <content:encoded><![CDATA[<p>caf\u00e9</p>
two]]]]><![CDATA[>]]></content:encoded>
    <excerpt:encoded/>
    <wp:post_id>7</wp:post_id>
    <category domain="category" nicename="news">News</category>
    <category domain="tag" nicename="x">X</category>
    <wp:postmeta><wp:meta_key>k</wp:meta_key><wp:meta_value>v</wp:meta_value></wp:postmeta>
    <wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_author_email>a@mail.example</wp:comment_author_email>
      <wp:commentmeta><wp:meta_key>q</wp:meta_key></wp:commentmeta></wp:comment>
    <wp:comment><wp:comment_id>2</wp:comment_id><wp:comment_author_email></wp:comment_author_email></wp:comment>
  </item>
  <item status="hidden"><wp:post_id>8</wp:post_id><nested><deep a="b">d</deep></nested><mixed>a <b>c</b> e</mixed></item>
</channel>
</rss>
"""
ITEMS = {
    "name": "items",
    "rows": "/rss/channel/item",
    "key": ["post_id"],
    "columns": {
        "post_id": "/wp:post_id",
        "title": "/title",
        "creator": "/dc:creator",
        "content": "/content:encoded",
        "excerpt": "/excerpt:encoded",
        "nicenames": "/category/@nicename",
        "mixed": "/mixed",
    },
}
COMMENTS = {
    "name": "comments",
    "rows": "/rss/channel/item",
    "each": "/wp:comment",
    "key": ["comment_id"],
    "columns": {
        "comment_id": "/wp:comment_id",
        "email": "/wp:comment_author_email",
        "post_id": "../wp:post_id",
        "nicenames": "../category/@nicename",
    },
}
META = {
    "name": "meta",
    "rows": "/rss/channel/item",
    "each": "/wp:postmeta",
    "key": ["meta_key"],
    "columns": {"meta_key": "/wp:meta_key", "post_id": "../wp:post_id"},
}


def store_of(*tables, **settings):
    return Store.model_validate(
        {
            "name": "site",
            "role": "controller",
            "connector": "files",
            "export": "in",
            "exported_at": "modified",
            "fresh_within": "1 day",
            "tables": [{"file": "*", "format": "xml", "digest_key": True, **table, **settings} for table in tables],
        }
    )


def read(con, folder, text, *tables, name="site.xml", **settings):
    put(folder, name, text)
    store = store_of(*tables, **settings)
    return land(con, store, store.tables[0], folder)


def rows(con, table, *columns):
    shown = ", ".join(f'"{column}"' for column in columns)
    return con.execute(f"SELECT {shown} FROM landed.site__{table} ORDER BY _line, {shown}").fetchall()


def test_items_of_a_site(warehouse, controller):
    landed = read(warehouse, controller, SITE, ITEMS, COMMENTS, META)
    assert (landed.rows, landed.landed, landed.missing) == (2, 2, ())
    assert set(landed.unknown) == {"category", "category.@domain", "@status", "nested.deep", "nested.deep.@a"}
    assert rows(warehouse, "items", "post_id", "title", "creator", "content", "excerpt", "nicenames", "mixed") == [
        ("7", "First & best", "ann", "<p>café</p>\ntwo]]>", "", '["news","x"]', None),
        ("8", None, None, None, None, None, "a c e"),
    ]
    assert rows(
        warehouse, "items", "category", "category.@domain", "@status", "nested.deep", "nested.deep.@a", "_line"
    ) == [
        ('["News","X"]', '["category","tag"]', None, None, None, 1),
        (None, None, "hidden", "d", "b", 2),
    ]


def test_elements_inside_a_record_with_what_stands_around_them(warehouse, controller):
    landed = read(warehouse, controller, SITE, COMMENTS, ITEMS)
    assert (landed.rows, landed.landed, landed.unknown) == (2, 2, ("wp:commentmeta.wp:meta_key",))
    assert rows(warehouse, "comments", "comment_id", "email", "post_id", "nicenames", "wp:commentmeta.wp:meta_key") == [
        ("1", "a@mail.example", "7", '["news","x"]', "q"),
        ("2", "", "7", '["news","x"]', None),
    ]


def test_what_no_other_table_reads_is_a_column(warehouse, controller):
    landed = read(warehouse, controller, SITE, ITEMS)
    assert {"wp:postmeta.wp:meta_key", "wp:comment.wp:comment_id"} <= set(landed.unknown)
    assert rows(warehouse, "items", "wp:comment.wp:comment_id")[0] == ('["1","2"]',)


def test_a_table_of_deeper_rows_leaves_them_to_that_table_too(warehouse, controller):
    deeper = {
        "name": "deep",
        "rows": "/rss/channel/item/wp:comment",
        "key": ["id"],
        "columns": {"id": "/wp:comment_id"},
    }
    landed = read(warehouse, controller, SITE, ITEMS, deeper, META)
    assert not any(name.startswith("wp:comment") for name in landed.unknown)
    assert read(warehouse, controller, SITE, deeper, ITEMS).rows == 2


@pytest.mark.parametrize(
    ("data", "settings"),
    [
        (SITE.replace("UTF-8", "UTF-16").encode("utf-16"), {}),
        (SITE.replace("UTF-8", "windows-1252").encode("cp1252"), {}),
        (SITE.replace("UTF-8", "iso-8859-1").encode("latin-1"), {}),
        (SITE.replace(' encoding="UTF-8"', "").encode("cp1252"), {"encoding": "cp1252"}),
        (b"\xef\xbb\xbf" + SITE.encode(), {}),
        (SITE.replace("\n", "\r\n").encode(), {}),
        (gzip.compress(SITE.encode()), {"name_": "site.xml.gz"}),
    ],
)
def test_encodings_and_packing(warehouse, controller, data, settings):
    name = settings.pop("name_", "site.xml") if "name_" in settings else "site.xml"
    read(warehouse, controller, data, ITEMS, name=name, **settings)
    assert rows(warehouse, "items", "content")[0] == ("<p>café</p>\ntwo]]>",)


def test_a_list_of_columns_names_children(warehouse, controller):
    text = '<people><p id="1"><name>Ann</name></p><p id="2" xmlns:x="http://www.w3.org/2001/XMLSchema-instance"><name x:nil="true"/></p></people>'
    table = {"name": "people", "rows": "/people/p", "columns": ["@id", "name"], "key": ["@id"]}
    assert read(warehouse, controller, text, table).unknown == ()
    assert rows(warehouse, "people", "@id", "name") == [("1", "Ann"), ("2", None)]


def test_prefixes_count_as_written_and_not_what_they_mean(warehouse, controller):
    text = '<a:r xmlns:a="n" xmlns="n"><a:p><a:id>1</a:id><id>2</id></a:p></a:r>'
    table = {"name": "people", "rows": "/a:r/a:p", "columns": {"one": "/a:id", "two": "/id"}, "key": ["one"]}
    read(warehouse, controller, text, table)
    assert rows(warehouse, "people", "one", "two") == [("1", "2")]


def test_a_record_may_be_the_root_and_a_document_may_have_none(warehouse, controller):
    table = {"name": "people", "rows": "/p", "columns": {"id": "", "kind": "/@kind"}, "key": ["id"]}
    read(warehouse, controller, '<p kind="x">1</p>', table)
    assert rows(warehouse, "people", "id", "kind") == [("1", "x")]
    assert read(warehouse, controller, "<rss><channel/></rss>", ITEMS).rows == 0


def test_two_names_that_differ_in_case_only_are_quarantined(warehouse, controller):
    text = "<r><p><id>1</id><ID>2</ID></p><p><id>3</id></p></r>"
    landed = read(warehouse, controller, text, {"name": "people", "rows": "/r/p", "columns": ["id"], "key": ["id"]})
    assert (landed.rows, landed.landed, landed.reasons) == (2, 1, {"two members differ only in case": 1})


ENTITY = '<!DOCTYPE r [<!ENTITY a "{}">]><rss><channel><item><title>&a;</title></item></channel></rss>'
LAUGHS = (
    '<!DOCTYPE r [<!ENTITY a "haha">'
    + "".join(f'<!ENTITY a{n} "{"&a" + str(n - 1) + ";" if n else "&a;"}{"&a;" * 9}">' for n in range(9))
    + "]><rss><channel><item>&a8;</item></channel></rss>"
)
PEOPLE = "<rss><channel>" + f"<item><title>{VALUE}</title></item>" * 3


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (ENTITY.format("x"), "declares entities or a document type"),
        (LAUGHS, "declares entities or a document type"),
        (ENTITY.format("x" * 100_000).replace("&a;", "&a;" * 100_000), "declares entities or a document type"),
        ('<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><r>&a;</r>', "declares entities or a document type"),
        ('<!DOCTYPE r SYSTEM "http://192.0.2.1/x.dtd"><r/>', "declares entities or a document type"),
        ('<!DOCTYPE r [<!ENTITY % p SYSTEM "http://192.0.2.1/x"> %p;]><r/>', "declares entities or a document type"),
        (PEOPLE, ":1: the document is cut short"),
        (PEOPLE[:-20], ":1: the document is cut short"),
        (PEOPLE[:-3], ":1: the document is cut short"),
        ("", "the document is cut short"),
        (PEOPLE + "</item></channel></rss>", "not well-formed XML"),
        (PEOPLE + "&nbsp;</channel></rss>", "not well-formed XML"),
        (PEOPLE + "\x0b</channel></rss>", "not well-formed XML"),
        (PEOPLE.encode() + b"\xff</channel></rss>", "not well-formed XML"),
        ("id,name\n1,x\n", "not well-formed XML"),
        ("<people/>", "no element /rss;"),
        ("<rss><chanel><item/></chanel></rss>", "no element /rss/channel;"),
        (
            "<rss><channel><item>" + "<a>" * 5000 + "</a>" * 5000 + "</item></channel></rss>",
            "nested more than 256 deep",
        ),
        ("<rss>" + "<a>" * 100_000 + "</a>" * 100_000 + "<channel/></rss>", "nested more than 256 deep"),
        (
            "<rss><channel><item><title>" + "x" * 9_000_000 + "</title></item></channel></rss>",
            ":1: one record is larger",
        ),
        ("<rss><channel><item>" + "<a/>" * 2_200_000 + "</item></channel></rss>", ":1: one record is larger"),
        ('<?xml version="1.0" encoding="klingon"?><rss><channel/></rss>', "not well-formed XML|an encoding"),
        ('<?xml version="1.0" encoding="utf-7"?><rss><channel/></rss>', "not well-formed XML|an encoding"),
    ],
    ids=range(23),
)
def test_a_hostile_document_is_refused_whole(warehouse, controller, text, why):
    start = time.monotonic()
    with pytest.raises(SourceError, match=why) as refused:
        read(warehouse, controller, text, ITEMS)
    assert time.monotonic() - start < 10
    assert VALUE not in str(refused.value)
    assert "in/site.xml" in str(refused.value)


def test_a_gzip_that_unpacks_without_end_is_refused(warehouse, controller, monkeypatch):
    monkeypatch.setattr("stores.files_open.MOST_EXPANDED", 1 << 20)
    packed = gzip.compress(b"<rss><channel>" + b" " * (8 << 20))
    with pytest.raises(SourceError, match="unpacks to more than"):
        read(warehouse, controller, packed, ITEMS, name="site.xml.gz")
    with pytest.raises(SourceError, match="cut short"):
        read(warehouse, controller, gzip.compress(SITE.encode())[:-20], ITEMS, name="site.xml.gz")


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ({**ITEMS, "rows": None}, "say with rows: which elements are the records"),
        ({**ITEMS, "rows": "rss"}, "'rss' is not a path of elements"),
        ({**ITEMS, "columns": {"post_id": "id"}}, "'id' is not a path of elements"),
    ],
)
def test_a_map_without_paths_is_told_what_to_say(warehouse, controller, table, why):
    with pytest.raises(SourceError, match=why):
        read(warehouse, controller, SITE, table)


WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=12)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(WORDS, st.lists(WORDS, max_size=3), st.booleans()), max_size=6))
def test_any_text_comes_back_as_written(tmp_path_factory, records):
    def item(number, name, tags, split):
        shown = f"<![CDATA[{name.replace(']]>', ']]]]><![CDATA[>')}]]>" if split else escape(name)
        inner = "".join(f"<tag>{escape(tag)}</tag>" for tag in tags)
        return f"<p><id>{number}</id><name>{shown}</name>{inner}</p>"

    folder = tmp_path_factory.mktemp("any")
    put(folder, "a.xml", "<r>" + "".join(item(n, *record) for n, record in enumerate(records)) + "</r>")
    columns = {"id": "/id", "name": "/name", "tags": "/tag"}
    store = store_of({"name": "people", "rows": "/r/p", "columns": columns, "key": ["id"]})
    tags = store_of(
        {"name": "tags", "rows": "/r/p", "each": "/tag", "columns": {"id": "../id", "tag": ""}, "key": ["id"]}
    )
    con = duckdb.connect()
    exported = CONNECTOR.export(store, store.tables[0], folder, con, "staged")
    assert exported.rows == exported.staged == len(records)
    assert con.execute("SELECT name FROM staged ORDER BY _line").fetchall() == [(name,) for name, _, _ in records]
    assert CONNECTOR.export(tags, tags.tables[0], folder, con, "tags").rows == sum(len(tags) for _, tags, _ in records)
    found = con.execute("SELECT tag FROM tags ORDER BY _line, rowid").fetchall()
    assert found == [(tag,) for _, tags, _ in records for tag in tags]
    con.close()


MEASURE = """
import sys
from pathlib import Path
from stores.landing import land
from stores.keys import make_key, read_key
from stores.warehouse import open_warehouse
from tests.memory import peak_kibibytes
from tests.stores.test_xml import ITEMS, store_of
folder = Path(sys.argv[1])
make_key(folder)
store = store_of(ITEMS)
with open_warehouse(folder, read_key(folder, {})) as con:
    before = peak_kibibytes()
    rows = land(con, store, store.tables[0], folder).rows
    print("RESULT", rows, peak_kibibytes() - before)
"""


@pytest.mark.slow
def test_a_large_document_takes_no_more_memory_than_a_small_one(tmp_path):
    item = "<item><wp:post_id>{}</wp:post_id><title>" + "words " * 150 + "</title></item>\n"
    (tmp_path / "in").mkdir()
    with (tmp_path / "in" / "site.xml").open("w") as file:
        file.write('<rss xmlns:wp="w"><channel>')
        for number in range(60_000):
            file.write(item.format(number))
        file.write("</channel></rss>")
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path)],
        cwd=Path(__file__).parent.parent.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    counted, grown = map(int, done.stdout.rpartition("RESULT")[2].split())
    assert counted == 60_000
    assert grown * 1024 < 512 << 20
