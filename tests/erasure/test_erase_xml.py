"""Erasing in XML and WordPress WXR: the element's bytes go, or a value in it, and no other byte moves."""

import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from stores.errors import SourceError
from stores.xml_places import Places, applied
from tests.erasure.erasers import read, work
from tests.erasure.filed import bound, carried, kept, people, put

FIRST = """<person  id='1' ><email>a@x.example</email><note>plain &amp; short</note></person>"""
SECOND = """<!-- who? --><person id="2"
  tel = '07700 900123'><email>b@x.example</email><note><![CDATA[ring <Bob> at ]]&gt; noon]]></note></person>"""
THIRD = """<person id="3"><email/><note>Zoë > café</note><tag>x</tag><tag>y</tag></person>"""
TEXT = f"""<?xml version="1.0" encoding="ENC"?>\n<?keep me?><all at="now">
  {FIRST}
  {SECOND}
\t{THIRD}<!-- end -->
</all>
<!-- after -->\n"""
SECOND_ELEMENT = SECOND.removeprefix("<!-- who? -->")
CODECS = {"utf-8": "utf-8", "windows-1252": "cp1252", "iso-8859-1": "latin-1", "utf-16": "utf-16"}


def table(**more):
    columns = {"id": "/@id", "email": "/email", "note": "/note", "tel": "/@tel", "tags": "/tag"}
    return people(file="people.xml*", format="xml", rows="/all/person", columns=columns, **more)


def encoded(text, encoding="utf-8"):
    return text.replace("ENC", encoding).encode(CODECS[encoding])


@pytest.mark.parametrize("encoding", CODECS)
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("gone", [["1"], ["2"], ["3"], ["1", "3"], ["1", "2", "3"]])
def test_elements_go_and_every_other_byte_stays(tmp_path, encoding, packed, gone):
    data = encoded(TEXT, encoding)
    path = put(tmp_path, "people.xml" + (".gz" if packed else ""), gzip.compress(data) if packed else data)
    store = bound(table())
    asked = [work(store, "people", tmp_path, gone)]
    assert set(carried(asked, tmp_path)) == {"removed"}
    left = TEXT
    for key, element in {"1": FIRST, "2": SECOND_ELEMENT, "3": THIRD}.items():
        left = left.replace(element, "") if key in gone else left
    now = kept(path)
    assert (gzip.decompress(now) if packed else now) == encoded(left, encoding)
    assert set(carried(asked, tmp_path)) == {"absent"}


@pytest.mark.parametrize("encoding", CODECS)
def test_values_are_emptied_or_cut_in_the_form_they_had(tmp_path, encoding):
    path = put(tmp_path, "people.xml", encoded(TEXT, encoding))
    store = bound(table())
    known = read(store, "people", tmp_path)
    assert known.rows[("2",)][0]["note"] == "ring <Bob> at ]]&gt; noon"
    works = [
        work(store, "people", tmp_path, ["1"], "redact", ["note"], {"note": ((8, 13),)}, known=known),
        work(store, "people", tmp_path, ["2"], "redact", ["note", "tel"], {"note": ((5, 10),), "tel": ((0, 5),)}, known=known),
        work(store, "people", tmp_path, ["3"], "blank", ["note", "tags"], known=known),
    ]  # fmt: skip
    assert carried(works, tmp_path) == ["removed"] * 3
    left = (
        TEXT.replace("plain &amp; short", "plain &amp; ***")
        .replace("<Bob>", "***")
        .replace("'07700 900123'", '"*** 900123"')
    )
    left = left.replace("Zoë > café", "").replace("<tag>x</tag><tag>y</tag>", "<tag></tag>")
    assert kept(path) == encoded(left.replace("plain &amp; ***ort", "plain &amp; ***"), encoding)
    assert carried(works, tmp_path) == ["removed"] * 3
    assert (
        carried([work(store, "people", tmp_path, ["1", "2"], "blank", ["email", "tel"])], tmp_path) == ["removed"] * 2
    )
    again = read(store, "people", tmp_path).rows
    assert [(again[key,][0]["email"], again[key,][0]["tel"]) for key in "12"] == [("", None), ("", "")]


def test_what_is_made_of_several_elements_is_left_to_a_person(tmp_path):
    path = put(tmp_path, "people.xml", b'<all><person id="1"><note>a<b>bold</b></note></person></all>')
    store = bound(table())
    before = kept(path)
    assert carried([work(store, "people", tmp_path, ["1"], "redact", ["note"], {"note": ((0, 1),)})], tmp_path) == [
        "retained"
    ]
    assert carried([work(store, "people", tmp_path, ["1"], "blank", ["note"])], tmp_path) == ["retained"]
    assert kept(path) == before


def test_a_document_that_is_one_record_goes_with_it(tmp_path):
    path, other = (
        put(tmp_path, f"person-{n}.xml", f"<person id='{n}'><email>p{n}@x.example</email></person>".encode())
        for n in (1, 2)
    )
    store = bound(
        people(file="person-*.xml", format="xml", rows="/person") | {"columns": {"id": "/@id", "email": "/email"}}
    )
    assert carried([work(store, "people", tmp_path, ["2"], "blank", ["email"])], tmp_path) == ["removed"]
    assert carried([work(store, "people", tmp_path, ["1"])], tmp_path) == ["removed"]
    assert not path.exists()
    assert kept(other) == b"<person id='2'><email></email></person>"


def test_a_record_that_changed_stays_and_a_file_that_changes_meanwhile_is_left(tmp_path, monkeypatch):
    from stores import rewriting

    path = put(tmp_path, "people.xml", encoded(TEXT))
    store = bound(table())
    asked = [work(store, "people", tmp_path, ["1", "3"])]
    put(tmp_path, "people.xml", encoded(TEXT).replace(b"plain", b"please keep"))
    assert sorted(carried(asked, tmp_path)) == ["changed", "removed"]
    assert b"please keep" in kept(path)
    asked = [work(store, "people", tmp_path, ["2"])]
    real = rewriting._like
    monkeypatch.setattr(rewriting, "_like", lambda *a: (path.write_bytes(path.read_bytes() + b" "), real(*a)))
    with pytest.raises(SourceError, match="changed while records were erased"):
        carried(asked, tmp_path)
    assert b'id="2"' in path.read_bytes()


WXR = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Site</title>
<wp:author><wp:author_id>7</wp:author_id><wp:author_email><![CDATA[ann@x.example]]></wp:author_email></wp:author>
<item><title>One</title><wp:post_id>1</wp:post_id>
  <wp:comment><wp:comment_id>10</wp:comment_id><wp:comment_author_email>bob@x.example</wp:comment_author_email></wp:comment>
  <wp:comment><wp:comment_id>11</wp:comment_id><wp:comment_author_email>cat@x.example</wp:comment_author_email></wp:comment>
</item>
<item><title>Two</title><wp:post_id>2</wp:post_id></item>
</channel></rss>
"""


def wxr():
    items = {"name": "items", "file": "site.xml", "rows": "/rss/channel/item", "columns": {"post_id": "/wp:post_id", "title": "/title"},
             "key": ["post_id"]}  # fmt: skip
    comments = {**items, "name": "comments", "each": "/wp:comment", "key": ["comment_id"], "columns": {
        "comment_id": "/wp:comment_id", "post_id": "../wp:post_id", "email": "/wp:comment_author_email"}}  # fmt: skip
    return bound(items, comments)


def test_a_comment_of_a_wordpress_export_goes_and_its_post_only_after_it(tmp_path):
    path = put(tmp_path, "site.xml", WXR.encode())
    store = wxr()
    assert carried([work(store, "items", tmp_path, ["1"])], tmp_path) == ["retained"]
    assert kept(path) == WXR.encode()
    assert carried([work(store, "comments", tmp_path, ["11"])], tmp_path) == ["removed"]
    start = WXR.index("<wp:comment><wp:comment_id>11")
    end = WXR.index("</wp:comment>", start) + len("</wp:comment>")
    assert kept(path) == (WXR[:start] + WXR[end:]).encode()
    assert carried([work(store, "comments", tmp_path, ["10"], "blank", ["post_id"])], tmp_path) == ["retained"]
    works = [work(store, "comments", tmp_path, ["10"]), work(store, "items", tmp_path, ["1", "2"])]
    assert carried(works, tmp_path) == ["removed"] * 3
    assert b"x.example" not in kept(path).replace(b"ann@x.example", b"")
    assert b"<item>" not in kept(path)


NAMES = st.sampled_from(["a", "b", "n:c"])
SAFE = st.text("xé<&>'\" \n€", max_size=6)


@st.composite
def element(draw, depth=3):
    name, attributes = draw(NAMES), draw(st.dictionaries(st.sampled_from(["p", "q"]), SAFE, max_size=2))
    made = "".join(f" {key}={escaped_attribute(value)}" for key, value in attributes.items())
    if draw(st.booleans()):
        return f"<{name}{made}/>"
    inside = [
        draw(
            st.one_of(
                SAFE.map(escaped), SAFE.map(lambda t: f"<![CDATA[{t}]]>"), st.just("<!--<a>-->"), st.just("<?p <a/>?>")
            )
        )
    ]
    if depth:
        inside += [draw(element(depth - 1)) for _ in range(draw(st.integers(0, 2)))]
    return f"<{name}{made}>{''.join(inside)}</{name} >"


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


def escaped_attribute(text):
    return '"' + escaped(text).replace('"', "&quot;") + '"'


@settings(max_examples=200, deadline=None)
@given(st.lists(element(), min_size=1, max_size=4), st.sampled_from(["utf-8", "utf-16"]), st.data())
def test_any_document_keeps_all_that_is_not_asked_for(rows, encoding, data):
    """The places are those of the text; a document without some of its elements is the text without theirs."""
    text = "<r xmlns:n='n'>" + "\n".join(rows) + "</r>"
    document = text.encode(encoding)
    ordinals = data.draw(st.sets(st.integers(1, len(rows))))
    chosen = {}
    for name in ("a", "b", "n:c"):
        mine = [n for n, row in enumerate(rows, 1) if etree_name(row) == name]
        found = Places(("r", name), lambda o, _, mine=mine: mine[o - 1] in ordinals).of(document)
        chosen |= {mine[o - 1]: one for o, one in found.items()}
    assert set(chosen) == ordinals
    left = applied(document, [(one.start, one.end, b"") for one in chosen.values()])
    assert (
        left.decode(encoding)
        == "<r xmlns:n='n'>" + "\n".join("" if n in ordinals else row for n, row in enumerate(rows, 1)) + "</r>"
    )
    for n, one in chosen.items():
        assert one.text == "".join(
            etree.fromstring(f"<r xmlns:n='n'>{rows[n - 1]}</r>".encode()).itertext(etree.Element)
        )


def etree_name(row):
    return row[1:].split(" ")[0].split("/")[0].split(">")[0]
