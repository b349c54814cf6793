"""What tells an erased person is found in a text however it is written, and nothing else is."""

import pytest

from erasure.telling import FAMILY, GIVEN, HOME, ID, NAME, PHONE, TAIL, compact, digest, is_telling, salt, tail
from erasure.texts import find_in_texts
from stores.warehouse import digest_macro, scratch

KEY = b"k" * 32
VALUES = {
    (ID, "AB123456C"),
    (ID, "9434765919"),
    (ID, "JROE84"),
    (ID, "0F8FAD5BD9CB469FA16570867728950E"),
    (PHONE, "+447911123456"),
    (PHONE, "+442079460018"),
    (PHONE, "+33612345678"),
    (GIVEN, "jane"),
    (FAMILY, "roe"),
    (NAME, "jane roe"),
    (GIVEN, "sean"),
    (FAMILY, "o'neil"),
    (NAME, "sean o'neil"),
    (HOME, "jane roe LS28AA"),
}


@pytest.fixture(scope="module")
def con():
    con = scratch()
    con.execute(digest_macro(KEY))
    salt(con)
    con.execute("CREATE TEMP TABLE search_telling (digest VARCHAR, kind VARCHAR, long VARCHAR)")
    for kind, value in sorted(VALUES):
        con.execute(f"INSERT INTO search_telling SELECT {digest(kind, '$v')}, $k, length($v)", {"v": value, "k": kind})
        if kind == PHONE:
            con.execute(f"INSERT INTO search_telling SELECT {digest(TAIL, tail('$v'))}, $k, 0", {"v": value, "k": TAIL})
    return con


def told(con, *texts, linking=False):
    """The kinds and words found in each of some texts."""
    con.execute('CREATE OR REPLACE TEMP TABLE texts (store VARCHAR, "table" VARCHAR, record_key VARCHAR, '
                "text VARCHAR, linking BOOLEAN)")  # fmt: skip
    for number, text in enumerate(texts):
        con.execute("INSERT INTO texts VALUES ('s', 't', ?, ?, ?)", [str(number), text, linking])
    find_in_texts(con, ["GB", "GB", "IE"], "SELECT * FROM texts", "SELECT * FROM texts")
    rows = con.execute("SELECT record_key, kind, word FROM search_told ORDER BY ALL").fetchall()
    return [{row[1:] for row in rows if row[0] == str(number)} for number in range(len(texts))]


MOBILE = (
    "ring 07911 123456 after six", "07911123456", "+44 7911 123 456", "+44 (0)7911 123456", "+44(0) 7911-123-456.",
    "0044 7911 123456", "(07911) 123456", "447911123456", "her number is 07911/123456!", "tel:07911.123.456",
    "mob07911123456", "on 12 07911 123456 or 07922 654321", "2024-03-10 07911 123456 x12", "07911\u00a0123\u2011456",
    "\u202a+44 7911 123456\u202c", "07 91 11 23 45 6", "0791\n1123456", "1. 2. 3. 4. 5. 6. 7. 8. 9. 07911 123456",
    " ".join(f"{n}00" for n in range(100, 140)) + " 07911 123456 " + " ".join(f"{n}00" for n in range(50)),
)  # fmt: skip


def test_a_number_is_found_however_it_is_written(con):
    assert [text for text, found in zip(MOBILE, told(con, *MOBILE), strict=True)
            if (PHONE, "+447911123456") not in found] == []  # fmt: skip
    assert told(con, "Paris: +33 6 12 34 56 78", "or 0033 (0)6.12.34.56.78") == [{(PHONE, "+33612345678")}] * 2
    assert told(con, "office 020 7946 0018 ext 4") == [{(PHONE, "+442079460018")}]


IDS = {
    "AB123456C": ("NI AB 12 34 56 C", "ab123456c", "AB-12-34-56-C", "nino=AB123456C;", "(AB 123456 C)", '{"n":"AB123456C"}'),
    "9434765919": ("NHS no. 943 476 5919", "9434765919", "943-476-5919", "see 12, 943 476 5919"),
    "JROE84": ("login jroe84", "mail to jroe-84", "JROE84, please", "/people/jroe84/edit"),
    "0F8FAD5BD9CB469FA16570867728950E": ("id 0f8fad5b-d9cb-469f-a165-70867728950e", "{0F8FAD5BD9CB469FA16570867728950E}"),
}  # fmt: skip


@pytest.mark.parametrize("value", IDS)
def test_an_id_is_found_however_it_is_written(con, value):
    assert told(con, *IDS[value]) == [{(ID, value)}] * len(IDS[value])


NEAR = (
    "07911 123457", "0791112345", "079111234567", "AB 12 34 56 D", "943 476 591", "jroe841", "xjroe84", "a", "",
    "Jane went to see Mr Roe", "Janet Roe", "Jane said that the deer was no Roe", "Sean Neil", "12 | 34",
    "0791 | 1123456", "AB1234 | 56C",
)  # fmt: skip


def test_what_is_near_is_not_it(con):
    assert [text for text, found in zip(NEAR, told(con, *NEAR), strict=True) if found] == []


def test_a_number_that_only_names_a_record_is_none_of_the_persons_ids(con):
    assert told(con, "9434765919", "AB123456C", "07911123456", linking=True) == [
        set(), {(ID, "AB123456C")}, {(PHONE, "+447911123456")}
    ]  # fmt: skip


def test_a_name_is_found_and_with_a_postcode_it_is_the_person(con):
    name = (NAME, "jane roe")
    texts = ("Spoke to Jane Roe.", "ROE, JANE", "Jane A. Roe rang", "jane roe (again)", "Jané Roe\nleft")
    assert told(con, *texts) == [{name}] * len(texts)
    assert told(con, "Seán O'Neil") == [{(NAME, "sean o'neil")}]
    both = {name, (HOME, "jane roe LS28AA")}
    assert told(con, "Jane Roe, 4 Mill Lane, Leeds ls2 8aa", "LS28AA | 4 | Roe Jane") == [both] * 2
    assert told(con, "Jane Roe, LS2 8AB", "LS2 8AA") == [{name}, set()]


@pytest.mark.parametrize(
    ("value", "tells"),
    [
        ("AB 12 34 56 C", True), ("jroe84", True), ("jroe8", False), ("janeroe", False), ("sunshine", False),
        ("12345678", True), ("1234567", False), ("20240310", False), ("10032024", False), ("99999999", True),
        ("müller84", None), ("--", None), ("A" * 40 + "1", False),
    ],
)  # fmt: skip
def test_what_tells_a_person_in_a_text(con, value, tells):
    form = con.execute(f"SELECT {compact('$v')}", {"v": value}).fetchone()[0]
    assert (con.execute(f"SELECT {is_telling('$v')}", {"v": form}).fetchone()[0] if form else None) is tells
