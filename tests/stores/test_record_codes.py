"""What of a register may pass as a code into flags, and that a hashed address means whom the address means."""

from hashlib import sha256

import pytest

from stores.errors import SourceError
from stores.records import build_records
from tests.stores.test_subjects import con, landed, night, store  # noqa: F401 - con is a fixture

REGISTER = store(
    "register", ["id", "who", "why"], also={"disclosure": {"recipient_kind": "who", "legal_ground": "why"}}
)


@pytest.mark.parametrize(
    ("why", "well"),
    [
        ("dpa_2018_sch_2_para_2", True),
        ("Data Protection Act 2018 Sch. 2 para. 2(1)(a)", True),
        ("DPA-2021-0042 of 12-01-2026", True),
        (None, True),
        ("asked for by jo@x.example", False),
        ("DC 4471, 07700 900123", False),
        ("DC 4471, 0113.496.0871", False),
        ("case 20260112", False),
        ("letter\nof the inspector", False),
        ("x" * 61, False),
    ],
)
def test_text_about_a_person_does_not_pass_as_a_code_of_a_register(con, why, well):  # noqa: F811
    landed(con, REGISTER, [{"id": "1", "who": "law_enforcement", "why": why}])
    if well:
        assert build_records(con, REGISTER, REGISTER.tables[0], "Europe/London") == 1
    else:
        with pytest.raises(SourceError, match=r"disclosure\.legal_ground what is no code in 1 rows") as told:
            build_records(con, REGISTER, REGISTER.tables[0], "Europe/London")
        assert why not in str(told.value)


CRM = store("crm", ["id", "mail"], subject={"email": "mail"})
HASHED = store("hashed", ["id", "hash"], subject={"email_sha256": "hash"})


def _hash(address):
    return sha256(address.encode()).hexdigest()


def test_a_hashed_address_means_whom_the_address_means(con):  # noqa: F811
    night(
        con,
        (CRM, [{"id": "1", "mail": " Jo.Bloggs@X.example "}, {"id": "2", "mail": "other@x.example"}]),
        (
            HASHED,
            [
                {"id": "1", "hash": _hash("jo.bloggs@x.example").upper()},
                {"id": "2", "hash": _hash("nobody@x.example")},
                {"id": "3", "hash": "jo.bloggs@x.example"},
                {"id": "4", "hash": _hash("jo.bloggs@x.example")[:32]},
            ],
        ),
    )
    subjects = dict(con.execute("SELECT store || record_key, subject FROM relation.record").fetchall())
    assert subjects["crm1"] == subjects["hashed1"]
    assert len({subjects["crm1"], subjects["crm2"], subjects["hashed2"]}) == 3
    assert (subjects["hashed3"], subjects["hashed4"]) == (None, None)


def test_the_hash_of_a_shared_address_links_no_record_that_has_the_address(con):  # noqa: F811
    night(
        con,
        (CRM, [{"id": "1", "mail": "info@x.example"}, {"id": "2", "mail": "info@x.example"}]),
        (HASHED, [{"id": "1", "hash": _hash("info@x.example")}]),
    )
    found = con.execute("SELECT subject FROM relation.record WHERE store = 'crm'").fetchall()
    assert found == [(None,), (None,)]
