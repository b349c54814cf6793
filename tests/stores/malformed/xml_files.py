"""Broken XML."""

from tests.stores.malformed.export import RECORDS, Case, damaged

ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">%s]>' % b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)


XML = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<rss xmlns:wp="urn:wp"><channel><title>x</title>'
    + b"".join(
        b"<item><wp:id>%s</wp:id><name>%s</name><note><![CDATA[%s]]></note></item>\n"
        % tuple(value.encode() for value in record)
        for record in RECORDS
    )
    + b"</channel></rss>"
)


def of_xml(rng):
    given = {"rows": "/rss/channel/item", "columns": {"id": "/wp:id", "name": "/name", "note": "/note"}}

    def case(name, data, rows=None):
        return Case(f"xml: {name}", "xml", {"t.xml": data}, rows, given)

    def item(inner):
        return XML.replace(b"</channel>", b"<item><wp:id>7</wp:id>" + inner + b"</item></channel>")

    yield case("sound", XML, 6)
    yield case("empty", b"", -1)
    yield case("no rows", b"<rss><channel/></rss>", None)
    yield case("another root", b"<feed><item/></feed>", None)
    yield case("entities", ENTITIES + b"<rss><channel><item>&j;</item></channel></rss>", -1)
    yield case(
        "quadratic growth",
        b'<!DOCTYPE rss [<!ENTITY a "' + b"a" * 100_000 + b'">]><rss>' + b"&a;" * 20_000 + b"</rss>",
        -1,
    )
    yield case("a file as an entity", b'<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss>&a;</rss>', -1)
    yield case("a file as the DTD", b'<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd"><rss><channel/></rss>', -1)
    yield case("an undeclared entity", item(b"<name>&nbsp;</name>"), -1)
    yield case("unclosed", XML[:-20], -1)
    yield case("crossed", item(b"<name><note></name></note>"), -1)
    yield case("an undeclared prefix", item(b"<zz:name>x</zz:name>"), None)
    yield case("an attribute twice", item(b'<name a="1" a="2"/>'), -1)
    yield case("a NUL byte", item(b"<name>a\0b</name>"), -1)
    yield case("bad UTF-8", item(b"<name>\xff</name>"), -1)
    yield case("another encoding declared", XML.replace(b"UTF-8", b"ISO-8859-1"), 6)
    yield case("an encoding nobody knows", XML.replace(b"UTF-8", b"X-NONE"), -1)
    yield case("50,000 deep", item(b"<a>" * 50_000 + b"</a>" * 50_000), None)
    yield case("a text of 12 MB", item(b"<name>" + b"x" * 12_000_000 + b"</name>"), None)
    yield case("values twice", item(b"<name>a</name><name>b</name>"), 7)
    yield case("two documents", XML + XML, -1)
    yield case("XInclude", item(b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'), None)
    for name, data in damaged(XML, rng, 18):
        yield case(name, data)
