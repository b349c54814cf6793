"""What a column can hold about a person, each kind with the category that is true of it.

Here: names, contacts, addresses, identifiers, devices, work and money of people. Not here: data about things
(`plain_kinds`), the registry and how a truth is written (`kinds`).
"""

from __future__ import annotations

import hashlib
from datetime import date

from benchmarks.sets import identifiers as ids
from benchmarks.sets.kinds import day_between, kind, simple
from benchmarks.sets.people import Row, ascii_letters

NAME = "user.name"
GENDERED = "~user.demographic.gender ~user.name"
simple("first", "user.name.first", lambda r: r.person().first)
simple("last", "user.name.last", lambda r: r.person().last)
simple("middle", "user.name.first/user.name", lambda r: r.person().middle)
simple("full", NAME, lambda r: r.person().full)
simple("last_first", NAME, lambda r: f"{r.person().last}, {r.person().first}")
simple("upper_last", NAME, lambda r: f"{r.person().last.upper()} {r.person().first}")
simple("initial_last", NAME, lambda r: f"{r.person().first[0]}. {r.person().last}")
simple("initial_bare", NAME, lambda r: f"{r.person().first[0]} {r.person().last}")
simple("initials", "~user.name *", lambda r: r.person().first[0] + r.person().last[0])
simple(
    "title", GENDERED, lambda r: r.rng.choice(("Mr", "Mr", "Dr") if r.person().male else ("Mrs", "Ms", "Miss", "Dr"))
)
simple(
    "title_full", f"{NAME} ~user.demographic.gender", lambda r: f"{'Mr' if r.person().male else 'Ms'} {r.person().full}"
)
simple("other_full", NAME, lambda r: r.person(1).full)
simple("other_first", "user.name.first", lambda r: r.person(1).first)
simple("third_full", NAME, lambda r: r.person(2).full)
simple("child_full", f"{NAME} ~user.childrens", lambda r: f"{r.person(3).first} {r.person().last}")
simple("maiden", "user.name.last/user.name", lambda r: r.person(1).last)
simple("email", "user.contact.email", lambda r: r.person().email)
simple("email_case", "user.contact.email", lambda r: r.person().email.title() + r.rng.choice(("", " ")))
simple("other_email", "user.contact.email", lambda r: r.person(1).email)
simple("name_email", f"{NAME} + user.contact.email", lambda r: f"{r.person().full} <{r.person().email}>")
simple("mobile", "user.contact.phone_number", lambda r: ids.mobile(r.rng))
simple("mobile_bare", "user.contact.phone_number", lambda r: ids.mobile(r.rng).replace(" ", ""))
simple("mobile_no0", "user.contact.phone_number", lambda r: ids.mobile(r.rng).replace(" ", "")[1:])
simple("mobile_intl", "user.contact.phone_number", lambda r: "+44" + ids.mobile(r.rng).replace(" ", "")[1:])
simple("landline", "user.contact.phone_number", lambda r: ids.landline(r.rng))
simple("phone", "user.contact.phone_number", lambda r: ids.phone(r.rng))
simple("fax", "user.contact.fax_number/user.contact.phone_number", lambda r: ids.landline(r.rng))
simple("line1", "user.contact.address.street", lambda r: r.home().line1)
simple(
    "line2",
    "user.contact.address *",
    lambda r: r.rng.choice(
        (f"Flat {r.rng.randrange(1, 40)}", f"Apt {r.rng.randrange(1, 9)}", r.pick("towns"), "Top floor")
    ),
)
simple("town", "user.contact.address.city", lambda r: r.home().town)
simple("county", "user.contact.address.state/user.contact.address", lambda r: r.home().county)
simple("postcode", "user.contact.address.postal_code", lambda r: r.home().postcode)
simple("postcode_bare", "user.contact.address.postal_code", lambda r: r.home().postcode.replace(" ", ""))
simple("postcode_lower", "user.contact.address.postal_code", lambda r: r.home().postcode.lower())
simple("outward", "user.contact.address.postal_code *", lambda r: r.home().postcode.split(" ")[0])
simple(
    "address",
    "user.contact.address",
    lambda r: f"{r.home().line1}, {r.home().town}, {r.home().postcode}",
)
simple(
    "address_lines",
    "user.contact.address",
    lambda r: f"{r.home().line1}\n{r.home().town}\n{r.home().county}\n{r.home().postcode}",
)
simple(
    "home_country",
    "user.contact.address.country *",
    lambda r: r.rng.choices(("United Kingdom", "UK", "GB", "Ireland", "France", "Jersey"), (60, 15, 5, 10, 5, 5))[0],
)
simple("shop_postcode", "~user.contact.address.postal_code ~user.contact.address", lambda r: r.home(1).postcode)
simple("shop_town", "~user.contact.address.city ~user.contact.address ~user.location", lambda r: r.home(1).town)
simple(
    "site_address",
    "~user.contact.address",
    lambda r: f"Unit {r.rng.randrange(1, 60)}, {r.home(1).street}, {r.home(1).town}",
)


@kind("dob", "user.demographic.date_of_birth")
def _dob(row: Row, arg: str) -> str:
    return day_between(row, date(1940, 1, 1), date(2005, 12, 31)).strftime(arg or "%Y-%m-%d")


@kind("child_dob", "user.demographic.date_of_birth ~user.childrens")
def _child_dob(row: Row, arg: str) -> str:
    return day_between(row, date(2006, 9, 1), date(2019, 8, 31)).strftime(arg or "%d/%m/%Y")


simple("age", "user.demographic.age_range/user.demographic *", lambda r: str(r.rng.randrange(18, 92)))
simple(
    "age_band",
    "user.demographic.age_range",
    lambda r: r.rng.choice(("18-24", "25-34", "35-44", "45-54", "55-64", "65+")),
)
simple(
    "gender",
    "user.demographic.gender",
    lambda r: r.rng.choices(("Male", "Female", "Non-binary", "Prefer not to say"), (46, 46, 4, 4))[0],
)
simple("gender_code", "user.demographic.gender", lambda r: "M" if r.person().male else "F")
simple("pronouns", "user.demographic.gender", lambda r: r.rng.choice(("he/him", "she/her", "they/them")))
simple(
    "marital",
    "user.demographic.marital_status",
    lambda r: r.rng.choice(
        ("Married", "Single", "Divorced", "Widowed", "Civil partnership", "Separated", "Cohabiting")
    ),
)
simple(
    "nationality",
    "~user.demographic ~user.demographic.profile ~user.government_id.immigration ~user.contact.address.country",
    lambda r: r.rng.choices(
        ("British", "Irish", "Polish", "Indian", "Nigerian", "French", "Spanish", "Chinese"), (50, 9, 9, 9, 7, 5, 5, 6)
    )[0],
)
simple(
    "language",
    "user.demographic.language",
    lambda r: r.rng.choices(
        ("English", "Polish", "Punjabi", "Urdu", "Welsh", "Romanian", "Arabic", "BSL"), (40, 12, 10, 10, 8, 8, 8, 4)
    )[0],
)
simple("nino", "user.government_id.national_identification_number", lambda r: ids.nino(r.rng))
simple("nino_spaced", "user.government_id.national_identification_number", lambda r: ids.nino_spaced(r.rng))
NHS = "user.health_and_medical.record_id/user.government_id.national_identification_number"
simple("nhs", NHS, lambda r: ids.nhs(r.rng))
simple("nhs_spaced", NHS, lambda r: ids.nhs_spaced(r.rng))
simple("utr", "user.government_id.national_identification_number/user.financial *", lambda r: ids.utr(r.rng))
simple("passport", "user.government_id.passport_number *", lambda r: ids.passport(r.rng))
simple(
    "licence",
    "user.government_id.drivers_license_number",
    lambda r: ids.licence(r.rng, r.person().last, r.person().male),
)
simple("vehicle", "user.government_id.vehicle_registration", lambda r: ids.vehicle(r.rng))
simple("vehicle_bare", "user.government_id.vehicle_registration", lambda r: ids.vehicle(r.rng).replace(" ", ""))
simple("upn", "user.unique_id/user.government_id.national_identification_number", lambda r: ids.upn(r.rng))
simple("uln", "user.unique_id/user.government_id.national_identification_number *", lambda r: ids.uln(r.rng))
simple(
    "visa",
    "user.government_id.immigration",
    lambda r: r.rng.choice(
        (
            "Skilled Worker visa",
            "Indefinite leave to remain",
            "Pre-settled status",
            "Settled status",
            "Student visa",
            "BRP held",
        )
    ),
)
simple("sort_code", "user.financial.bank_account", lambda r: ids.sort_code(r.rng))
simple("account", "user.financial.bank_account *", lambda r: ids.account(r.rng))
simple("sort_account", "user.financial.bank_account", lambda r: f"{ids.sort_code(r.rng)} {ids.account(r.rng)}")
simple("iban", "user.financial.bank_account", lambda r: ids.iban(r.rng))
simple("iban_spaced", "user.financial.bank_account", lambda r: ids.iban_spaced(r.rng))
simple("card", "user.financial.credit_card", lambda r: ids.card(r.rng))
simple("card_masked", "user.financial.credit_card", lambda r: f"**** **** **** {ids.digits(r.rng, 4)}")
simple(
    "card_expiry", "user.financial.credit_card *", lambda r: f"{r.rng.randrange(1, 13):02d}/{r.rng.randrange(26, 32)}"
)
simple("cvv", "user.financial.credit_card *", lambda r: ids.digits(r.rng, 3))
simple("salary", "user.financial/user.payment/user.workplace *", lambda r: str(r.rng.randrange(21, 96) * 500 + 8000))
simple("pay", "user.financial/user.payment/user.workplace *", lambda r: f"{r.rng.uniform(900, 4200):.2f}")
simple(
    "tax_code",
    "~user.financial ~user.government_id",
    lambda r: r.rng.choice(("1257L", "1257L", "BR", "0T", "1185L M1", "K475")),
)
simple("username", "user.account.username", lambda r: r.person().mailbox.replace(".", ""))
simple(
    "handle", "user.account.username/user.social", lambda r: f"@{ascii_letters(r.person().first)}_{r.pick('handles')}"
)
simple(
    "password_hash",
    "user.authorization.password/user.authorization.credentials",
    lambda r: "$2b$12$" + ids.base64ish(r.rng, 53).replace("+", "."),
)
simple(
    "token",
    "user.authorization.credentials/system.authentication",
    lambda r: "ghp_" + ids.base64ish(r.rng, 36).replace("+", "x").replace("/", "y"),
)
simple("ip", "user.device.ip_address", lambda r: ids.ip4(r.rng))
simple("ip6", "user.device.ip_address", lambda r: ids.ip6(r.rng))
simple("mac", "user.device.device_id/user.device", lambda r: ids.mac(r.rng))
simple("imei", "user.device.device_id/user.device *", lambda r: ids.imei(r.rng))
simple("device_uuid", "user.device.device_id/user.device *", lambda r: ids.uuid(r.rng).upper())
simple(
    "cookie",
    "user.device.cookie_id/user.device.cookie/user.device",
    lambda r: f"GA1.2.{ids.digits(r.rng, 9)}.{r.rng.randrange(1640000000, 1780000000)}",
)


def _agent(row: Row) -> str:
    newer, older = row.rng.randrange(110, 141), row.rng.randrange(7)
    windows = f"(Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{newer}.0.0.0 Safari/537.36"
    phone = f"(iPhone; CPU iPhone OS 17_{older} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"
    linux = f"(X11; Linux x86_64; rv:{newer}.0) Gecko/20100101 Firefox/{newer}.0"
    return f"Mozilla/5.0 {row.rng.choice((windows, phone, linux))}"


simple("agent", "user.device", _agent)
simple(
    "hashed_email",
    "user.unique_id.pseudonymous/user.unique_id/user.contact.email *",
    lambda r: hashlib.sha256(r.person().email.encode()).hexdigest(),
)
simple("lat", "user.location.precise *", lambda r: f"{r.rng.uniform(50.1, 57.9):.6f}")
simple("lon", "user.location.precise *", lambda r: f"{r.rng.uniform(-5.1, 1.4):.6f}")
simple(
    "latlon", "user.location.precise *", lambda r: f"{r.rng.uniform(50.1, 57.9):.5f}, {r.rng.uniform(-5.1, 1.4):.5f}"
)
simple("job", "user.job_title", lambda r: r.pick("jobs"))
simple("employer", "user.workplace/user.contact.organization *", lambda r: r.pick("employers"))


def _profile(row: Row) -> str:
    first, last = ascii_letters(row.person().first), ascii_letters(row.person().last)
    return f"https://www.linkedin.com/in/{first}-{last}-{ids.hexa(row.rng, 6)}"


simple("profile_url", "user.contact.url/user.social", _profile)
simple("photo", "user.content.self_image *", lambda r: f"photos/{ids.hexa(r.rng, 12)}.jpg")
simple(
    "template64",
    "user.biometric.fingerprint/user.biometric/user.authorization.biometric *",
    lambda r: ids.base64ish(r.rng, 64) + "==",
)
simple(
    "person_url",
    "user.contact.email",
    lambda r: f"/unsubscribe?list={r.rng.randrange(9)}&email={r.person().email.replace('@', '%40')}",
)
