"""What a column is, told from its name, its values and its neighbours; and what must not be taken for a person's."""

import pytest

from benchmarks.sets.tuning.tables import made
from scanners.column import understand
from scanners.languages import language_of, languages, unread
from scanners.text import header_words


def typed(table="t", **columns):
    return {
        name: sorted(t.category for t in found.typed)
        for name, found in understand(table, columns).items()
        if found.typed
    }


def words(text, sep=" "):
    return text.split(sep)


NOT_PERSONAL = {
    "towns": words(
        "Preston Lincoln Chester Bolton Wells Kendal Hastings Stafford Warwick Bradford Ripon Selby Halifax"
    ),
    "two-word towns": words(
        "Milton Keynes,Tunbridge Wells,Hebden Bridge,Market Harborough,Bishop Auckland,Bognor Regis", ","
    ),
    "companies": words("Barclays,Deloitte,Boots,Marks & Spencer,John Lewis,Taylor Wimpey,Kier Group,Mace,Costain", ","),
    "drugs": words("Ibuprofen Paracetamol Amoxicillin Atorvastatin Metformin Ramipril Omeprazole Sertraline Codeine"),
    "species": words("Quercus robur,Fagus sylvatica,Acer campestre,Betula pendula,Salix alba,Pinus sylvestris", ","),
    "colours": words("Red Olive Hazel Rose Amber Ivory Violet Scarlet Jasmine Ruby Heather Sage"),
    "products": words(
        "Harper Chair,Stanley Knife,Chelsea Boot,Windsor Lamp,Oxford Shirt,Victoria Sponge,Ruby Ring", ","
    ),
    "teams": words("Aston Villa,Leeds United,Crystal Palace,Norwich City,Charlton Athletic,Preston North End", ","),
    "jobs": words("Account Manager,Staff Nurse,Head Chef,Bus Driver,Site Agent,Care Worker,Sales Lead", ","),
    "countries": words("France Germany Spain Italy Jordan Chad Georgia Kenya Israel Ireland"),
    "ten digits": [str(7000000000 + i * 97) for i in range(200)],
    "seconds": [str(1700000000 + i * 3601) for i in range(200)],
    "milliseconds": [str(1700000000000 + i * 36011) for i in range(200)],
    "eight digits": [str(20000000 + i * 37) for i in range(200)],
    "dates in two digits": [f"{d:02d}-{m:02d}-{y}" for d in range(1, 28, 3) for m in (1, 5, 9) for y in (22, 23, 24)],
    "versions": [f"{a}.{b}.{c}.0" for a in range(1, 6) for b in range(0, 9, 2) for c in (0, 3)],
    "decimals": [f"{50 + i * 0.01234:.4f}" for i in range(30)],
    "ISBNs": words("0140449132 0306406152 0747532699 0261103253 0099590085 1784870145"),
    "EANs": words("5012345678900 4006381333931 5000112637922 5010029000023 5449000000996"),
    "sizes": words("S M L XL"),
    "role mailboxes": words("info@acme.co.uk sales@northfield.co.uk enquiries@b.co.uk office@c.co.uk"),
}


@pytest.mark.parametrize("values", NOT_PERSONAL.values(), ids=NOT_PERSONAL)
def test_things_are_not_personal_when_the_header_says_nothing(values):
    assert typed(col_17=values) == {}


PERSONAL = {
    "user.name": words("Jane Smith,Priya Patel,Tom Brown,Chinedu Okafor,Siobhán O'Brien,Emma Taylor", ","),
    "user.name ": words("SMITH JOHN,PATEL PRIYA,NGUYEN LINH,JONES DAVID,KHAN IMRAN,EVANS OWEN", ","),
    "user.name  ": words("Wang Wei,Li Na,Zhang Min,Chen Jing,Tanaka Yuki,Park Jin", ","),
    "user.name.first": words("Sarah Mohammed Priya Oliver Grace Liam Chloe Wei Fatima George"),
    "user.name.last": words("Smith Patel Jones Khan Nguyen Taylor Wilson Okafor Evans Hughes"),
    "user.contact.address.postal_code": words("LS1 4AP,SW1A 1AA,M1 1AE,EH1 2NG", ","),
    "user.contact.address.street": words("12 High Street,3a Mill Lane,41 Queens Road,7 Elm Grove", ","),
    "user.contact.address": words("12 High Street, Leeds, LS1 4AP;3 Mill Lane, Otley, LS21 3AA", ";"),
    "user.location.precise": words("51.507351, -0.127758;53.480759,-2.242631", ";"),
    "user.demographic.gender": words("Male;Female;Prefer not to say", ";"),
    "user.demographic.age_range": words("18-24 25-34 35-44 45-54 55-64 65+"),
    "user.demographic.date_of_birth": [f"{d:02d}/03/{y}" for d, y in enumerate(range(1948, 1998, 4), 3)],
    "user.financial.bank_account": [f"{a}-{a - 9}-{a - 20}" for a in range(40, 99, 5)],
    "user.device.cookie_id": ["GA1.2.1478529630.1700123456", "GA1.2.578529630.1690123456"],
    "user.authorization.password": ["$2b$12$" + "a" * 53, "$2b$12$" + "b" * 53],
    "user.contact.email": [
        "https://shop.example/u?email=jane%40mail.example",
        "https://shop.example/u?email=tom@b.example",
    ],
}


@pytest.mark.parametrize(("category", "values"), PERSONAL.items(), ids=PERSONAL)
def test_values_alone_tell(category, values):
    assert typed(col_17=values) == {"col_17": [category.strip()]}


def test_a_header_that_lies_is_not_believed():
    assert typed(phone=["jane@acme.co.uk", "t.brown@b.co.uk"]) == {"phone": ["user.contact.email"]}
    assert typed(notes=["AB123456C", "CE654321A"]) == {"notes": ["user.government_id.national_identification_number"]}
    assert typed(dob=["Oak", "Elm"]) == {}
    assert typed(email=["yes", "no"]) == {}


def test_a_column_of_two_kinds_has_both():
    contacts = [f"{name}@acme.co.uk" for name in "abcdef"] + [f"07700 90012{i}" for i in range(6)]
    assert typed(reach_at=contacts) == {"reach_at": ["user.contact.email", "user.contact.phone_number"]}


def test_neighbours_tell_what_a_column_alone_does_not():
    accounts = [str(20000000 + 731 * i) for i in range(30)]
    codes = [f"{a}-{a - 9}-{a - 20}" for a in range(40, 99)]
    assert typed(a=accounts) == {}
    assert typed(a=accounts, b=codes) == {name: ["user.financial.bank_account"] for name in "ab"}
    latitudes, longitudes = [f"{51 + i / 97:.6f}" for i in range(9)], [f"{-2 + i / 7:.6f}" for i in range(9)]
    assert typed(a=latitudes) == {}
    assert typed(a=latitudes, b=longitudes) == {name: ["user.location.precise"] for name in "ab"}


def test_a_check_digit_that_one_in_eleven_passes_needs_many_values():
    numbers = words("4010232137 4857773456 6328796966 7000000003 4505577104 9434765919".replace("7000000003 ", ""))
    assert typed(col_17=numbers[:2]) == {}
    assert typed(**{"nhs number": numbers[:2]}) == {"nhs number": ["user.health_and_medical.record_id"]}


def test_the_evidence_is_in_words_and_holds_no_value():
    values = ["LS1 4AP", "SW1A 1AA", "M1 1AE", "EH1 2NG", "unknown"]
    found = understand("t", {"pc": values})["pc"]
    assert found.typed[0].evidence == "80 % of 5 distinct values are valid UK postcodes; header 'pc'"
    assert found.typed[0].score == pytest.approx(0.8)
    assert not any(value in found.evidence for value in values)


@pytest.mark.parametrize(
    ("values", "nature"),
    [
        (["she rang about the invoice", "please send it again today"], "free text"),
        (["2024-01-01", "2024-05-05"], "machine text"),
        (["open", "closed"], "none"),
        ([], "none"),
    ],
)
def test_a_column_without_a_category_says_what_it_is(values, nature):
    found = understand("t", {"remark": values})["remark"]
    assert (found.nature, found.typed) == (nature, ())
    assert found.evidence


def test_many_values_are_looked_at_evenly_and_the_evidence_says_so():
    values = [f"someone{i}@mail.example" for i in range(5_000)]
    assert "2,000 looked at among 5,000 distinct values" in understand("t", {"x": values})["x"].evidence


@pytest.mark.parametrize(("hidden", "least"), [(False, 0.94), (True, 0.85)])
def test_the_tuning_tables_stay_above_the_bars(hidden, least):
    right = said = true = 0
    for table in list(made())[:26]:
        names = {f"col_{i}" if hidden else header: header for i, header in enumerate(table.columns)}
        found = understand("table" if hidden else table.name, {n: table.columns[h][0] for n, h in names.items()})
        for name, header in names.items():
            truth, told = {table.columns[header][1]} - {None}, {t.category for t in found[name].typed}
            right, said, true = right + len(truth & told), said + len(told), true + len(truth)
    assert said
    assert right / said >= 0.95
    assert 2 * right / (said + true) >= least


def test_languages():
    assert language_of("Der Kunde hat nicht bezahlt und wir haben ihm eine Mahnung geschickt") == "de"
    assert language_of("Le client n'est pas venu et nous avons fermé le dossier") == "fr"
    assert language_of("The customer has not paid and we sent a reminder") == "en"
    assert language_of("Клиент не пришёл и дело закрыто") == "ru"
    assert language_of("SKU 12345") is None
    german = [
        "Der Kunde hat nicht bezahlt und wir warten auf die Antwort",
        "Bitte nicht vor dem Mittag anrufen, er ist dann da",
    ]
    found = unread("Bemerkung", german)
    assert found.language == "de"
    assert found.told.startswith("100 % of the prose in 'Bemerkung' is German")
    assert unread("remark", ["The customer has not paid and we sent a reminder", *words("Ja Nein")]) is None
    declared = languages()
    assert declared["person"] == declared["health"] == {"en"}
    assert declared["iban"] == {"any"}


def test_header_words_of_many_styles():
    assert {header_words(h) for h in ("homePostCode", "HOME_POST_CODE", "Home Post-Code")} == {"home post code"}
