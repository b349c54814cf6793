"""Identifiers with a public format, valid where a check exists, belonging to nobody.

Here: one function an identifier, each given a seeded `random.Random`. Phone numbers are of the ranges Ofcom keeps for
drama; cards are of the test ranges' prefixes with a right Luhn digit. Not here: what a table or a cell holds.
"""

from __future__ import annotations

import random
import string

AREA_CODES = ("0113 496 0", "0114 496 0", "0116 496 0", "0117 496 0", "0118 496 0", "0121 496 0")
MORE_AREA_CODES = ("0131 496 0", "0141 496 0", "0151 496 0", "0161 496 0", "0191 498 0", "020 7946 0", "029 2018 0")


def digits(rng: random.Random, count: int) -> str:
    """`count` random digits."""
    return "".join(rng.choices(string.digits, k=count))


def mobile(rng: random.Random) -> str:
    """A mobile number as ``07700 900123``, or of the range that libphonenumber uses for its example."""
    return f"07700 900{digits(rng, 3)}" if rng.random() < 0.5 else f"07400 12{digits(rng, 4)}"


def landline(rng: random.Random) -> str:
    """A landline number as ``0113 496 0123``."""
    return rng.choice(AREA_CODES + MORE_AREA_CODES) + digits(rng, 3)


def phone(rng: random.Random) -> str:
    """A number in one of the ways people write it."""
    plain = (mobile if rng.random() < 0.6 else landline)(rng)
    bare = plain.replace(" ", "")
    parts = plain.split(" ")
    ways = (
        plain,
        plain,
        bare,
        f"+44 {plain[1:]}",
        f"+44{bare[1:]}",
        f"+44 (0){plain[1:]}",
        "-".join(parts),
        f"({parts[0]}) {' '.join(parts[1:])}",
        f"0044{bare[1:]}",
    )
    return rng.choice(ways)


def luhn(body: str) -> str:
    """`body` with its Luhn check digit."""
    total = 0
    for place, digit in enumerate(reversed(body)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return f"{body}{-total % 10}"


def card(rng: random.Random) -> str:
    """A card number, in groups or bare."""
    kind = rng.random()
    if kind < 0.1:
        number = luhn("3782" + digits(rng, 10))
        return f"{number[:4]} {number[4:10]} {number[10:]}" if rng.random() < 0.5 else number
    number = luhn(("4" + digits(rng, 5) if kind < 0.6 else f"5{rng.randrange(1, 6)}{digits(rng, 4)}") + digits(rng, 9))
    groups = [number[i : i + 4] for i in range(0, 16, 4)]
    return rng.choice((" ".join(groups), number, "-".join(groups), " ".join(groups)))


def nino(rng: random.Random) -> str:
    """A National Insurance number without spaces; HMRC's unused prefixes are left out."""
    while True:
        prefix = rng.choice("ABCEGHJKLMNOPRSTWXYZ") + rng.choice("ABCEGHJKLMNPRSTWXYZ")
        if prefix not in {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}:
            return f"{prefix}{digits(rng, 6)}{rng.choice('ABCD')}"


def nino_spaced(rng: random.Random) -> str:
    """A National Insurance number as the card shows it."""
    n = nino(rng)
    return f"{n[:2]} {n[2:4]} {n[4:6]} {n[6:8]} {n[8]}"


def nhs(rng: random.Random) -> str:
    """A valid NHS number, ten digits."""
    while True:
        body = rng.choice("4679") + digits(rng, 8)
        check = 11 - sum(int(d) * w for d, w in zip(body, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            return body + str(0 if check == 11 else check)


def nhs_spaced(rng: random.Random) -> str:
    """A valid NHS number as ``943 476 5919``."""
    n = nhs(rng)
    return f"{n[:3]} {n[3:6]} {n[6:]}"


def utr(rng: random.Random) -> str:
    """A valid Unique Taxpayer Reference: the first digit checks the nine others (modulus 11)."""
    body = digits(rng, 9)
    rest = sum(int(d) * w for d, w in zip(body, (6, 7, 8, 9, 10, 5, 4, 3, 2), strict=True)) % 11
    return "21987654321"[rest] + body


def vat(rng: random.Random) -> str:
    """A valid VAT registration number of the older (modulus 97) kind."""
    body = str(rng.randrange(1000000, 9999999))
    total = sum(int(d) * w for d, w in zip(body, range(8, 1, -1), strict=True))
    return f"GB{body}{97 - total % 97:02d}"


def upn(rng: random.Random) -> str:
    """A valid Unique Pupil Number (DfE: weights 2 to 13, modulus 23)."""
    body = f"{rng.randrange(301, 940)}{rng.randrange(1000, 7000)}{rng.randrange(10, 25)}{digits(rng, 3)}"
    letters = "ABCDEFGHJKLMNPQRTUVWXYZ"
    return letters[sum(int(d) * w for d, w in zip(body, range(2, 14), strict=True)) % 23] + body


def uln(rng: random.Random) -> str:
    """A valid Unique Learner Number (weights 10 to 2, modulus 11)."""
    while True:
        body = str(rng.randrange(1, 10)) + digits(rng, 8)
        rest = sum(int(d) * w for d, w in zip(body, range(10, 1, -1), strict=True)) % 11
        if rest:
            return body + str(10 - rest)


def licence(rng: random.Random, surname: str, male: bool) -> str:
    """A driving licence number of DVLA's shape."""
    name = "".join(c for c in surname.upper() if "A" <= c <= "Z")[:5].ljust(5, "9")
    month = rng.randrange(1, 13) + (0 if male else 50)
    initials = rng.choice(string.ascii_uppercase) + rng.choice(string.ascii_uppercase + "9")
    year = rng.randrange(45, 100)
    tail = f"{rng.choice('9ABCDEFGHJ')}{rng.choice(string.ascii_uppercase)}{rng.choice(string.ascii_uppercase)}"
    return f"{name}{year // 10}{month:02d}{rng.randrange(1, 29):02d}{year % 10}{initials}{tail}"


def passport(rng: random.Random) -> str:
    """A passport number: nine digits."""
    return f"{rng.randrange(1, 9)}{digits(rng, 8)}"


def vehicle(rng: random.Random) -> str:
    """A registration mark of the current style."""
    area = rng.choice("ABCDEFGHKLMNOPRSVWXY") + rng.choice("ABCDEFGHJKLMNOPRSTUVWXY")
    age = rng.choice([*range(10, 26), *range(60, 75)])
    return f"{area}{age:02d} {''.join(rng.choices('ABCDEFGHJKLMNOPRSTUVWXYZ', k=3))}"


def sort_code(rng: random.Random) -> str:
    """A sort code as ``20-45-77``."""
    return f"{rng.choice((20, 30, 40, 60, 77, 80, 83, 90))}-{digits(rng, 2)}-{digits(rng, 2)}"


def account(rng: random.Random) -> str:
    """An eight-digit account number."""
    return digits(rng, 8)


def iban(rng: random.Random) -> str:
    """A valid British IBAN."""
    bank = rng.choice(("BARC", "NWBK", "LOYD", "MIDL", "HBUK"))
    bban = bank + digits(rng, 14)
    value = int("".join(str(int(c, 36)) for c in f"{bban}GB00"))
    return f"GB{98 - value % 97:02d}{bban}"


def iban_spaced(rng: random.Random) -> str:
    """A valid British IBAN in groups of four."""
    i = iban(rng)
    return " ".join(i[k : k + 4] for k in range(0, len(i), 4))


def ean(rng: random.Random) -> str:
    """A valid EAN-13."""
    body = "50" + digits(rng, 10)
    total = sum(int(d) * (3 if place % 2 else 1) for place, d in enumerate(body))
    return f"{body}{-total % 10}"


def imei(rng: random.Random) -> str:
    """A valid IMEI."""
    return luhn("35" + digits(rng, 12))


def ip4(rng: random.Random) -> str:
    """An address of the documentation ranges or of a public one."""
    if rng.random() < 0.3:
        return f"{rng.choice(('192.0.2', '198.51.100', '203.0.113'))}.{rng.randrange(1, 255)}"
    first = rng.choice((81, 82, 86, 90, 109, 151, 185))
    return f"{first}.{rng.randrange(256)}.{rng.randrange(256)}.{rng.randrange(1, 255)}"


def ip6(rng: random.Random) -> str:
    """An address of the documentation range."""
    return "2001:db8:" + ":".join(f"{rng.randrange(1, 65536):x}" for _ in range(6))


def mac(rng: random.Random) -> str:
    """A hardware address."""
    return ":".join(f"{rng.randrange(256):02x}" for _ in range(6))


def hexa(rng: random.Random, count: int) -> str:
    """`count` hexadecimal digits."""
    return "".join(rng.choices("0123456789abcdef", k=count))


def uuid(rng: random.Random) -> str:
    """A random UUID of version 4."""
    h = hexa(rng, 32)
    return f"{h[:8]}-{h[8:12]}-4{h[13:16]}-{rng.choice('89ab')}{h[17:20]}-{h[20:]}"


def base64ish(rng: random.Random, count: int) -> str:
    """`count` characters of the base64 alphabet."""
    return "".join(rng.choices(string.ascii_letters + string.digits + "+/", k=count))
