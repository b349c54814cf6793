"""People and places made from a half's term lists.

Here: the term lists as objects, and one row's people with their mailboxes and homes. Not here: identifiers with
checksums (`identifiers`), what a column or a cell is.
"""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
UNDIVIDED = str.maketrans({"\u0142": "l", "\u0141": "L", "\u00f8": "o", "\u0131": "i"})
HALVES = ("tuning", "blind")
WRITTEN = ("fresh", "later")
"""Halves that are used as they are written, each template once; they have no columns and no terms of their own."""
ASIDE = ("plain", "notes")
"""Halves of the special set alone, written likewise: one that nothing is fitted on, and one that is only fitted on."""


def split(text: str) -> list[str]:
    """The terms of a comma-separated line."""
    return [term.strip() for term in str(text).split(",") if term.strip()]


@dataclass(frozen=True)
class Terms:
    """The term lists of one half."""

    half: str
    origins: dict[str, tuple[float, list[str], list[str]]]
    lists: dict[str, list[str]]

    def __getitem__(self, name: str) -> list[str]:
        return self.lists[name]


@cache
def terms(half: str) -> Terms:
    """The term lists of `half` (``tuning`` or ``blind``); a written one draws on the tuning half's."""
    if half in (*WRITTEN, *ASIDE):
        return terms("tuning")
    read: dict[str, Any] = yaml.safe_load((HERE / "terms" / f"{half}.yaml").read_text(encoding="utf-8"))
    people = read.pop("people")
    origins = {name: (float(o["weight"]), split(o["first"]), split(o["last"])) for name, o in people.items()}
    return Terms(half, origins, {name: split(text) for name, text in read.items()})


def ascii_letters(text: str) -> str:
    """`text` in lower-case ASCII letters only, as mailboxes and usernames are written."""
    plain = unicodedata.normalize("NFKD", text.translate(UNDIVIDED))
    return "".join(c for c in plain.lower() if c.isascii() and c.isalpha())


@dataclass
class Person:
    """One invented person."""

    first: str
    last: str
    middle: str
    male: bool
    domain: str
    number: int

    @property
    def full(self) -> str:
        """First and last name."""
        return f"{self.first} {self.last}"

    @property
    def mailbox(self) -> str:
        """The part before the at sign, in one of several styles."""
        first, last = ascii_letters(self.first), ascii_letters(self.last)
        styles = (
            f"{first}.{last}",
            f"{first[:1]}{last}",
            f"{first}{self.number}",
            f"{first}_{last}",
            f"{last}.{first[:1]}",
            f"{first}.{last}{self.number % 100:02d}",
        )
        return styles[self.number % len(styles)]

    @property
    def email(self) -> str:
        """A private address."""
        return f"{self.mailbox}@{self.domain}"


@dataclass
class Home:
    """One invented postal address."""

    number: str
    street: str
    town: str
    county: str
    postcode: str

    @property
    def line1(self) -> str:
        """House number and street."""
        return f"{self.number} {self.street}"


AREAS = split(
    "AB,AL,B,BA,BB,BD,BH,BL,BN,BR,BS,BT,CA,CB,CF,CH,CM,CO,CR,CT,CV,CW,DA,DD,DE,DG,DH,DL,DN,DT,DY,E,EH,EN,EX,FK,FY,G,"
    "GL,GU,HA,HD,HG,HP,HR,HU,HX,IG,IP,IV,KA,KT,KY,L,LA,LD,LE,LL,LN,LS,LU,M,ME,MK,ML,N,NE,NG,NN,NP,NR,NW,OL,OX,PA,PE,"
    "PH,PL,PO,PR,RG,RH,RM,S,SA,SE,SG,SK,SL,SM,SN,SO,SP,SR,SS,ST,SW,SY,TA,TD,TF,TN,TQ,TR,TS,TW,UB,W,WA,WD,WF,WN,WR,WS,WV,YO"
)


def postcode(rng: random.Random) -> str:
    """A postcode of a real area and a valid shape, which need not exist."""
    inward = f"{rng.randrange(10)}{''.join(rng.choices('ABDEFGHJLNPQRSTUWXYZ', k=2))}"
    return f"{rng.choice(AREAS)}{rng.randrange(1, 30)} {inward}"


@dataclass
class Row:
    """What the columns of one row, or the slots of one cell, share."""

    rng: random.Random
    half: str
    index: int = 0
    male: bool | None = None
    people: list[Person] = field(default_factory=list)
    homes: list[Home] = field(default_factory=list)
    notes: dict[str, Any] = field(default_factory=dict)

    def pick(self, name: str) -> str:
        """A term of the half's list `name`."""
        return self.rng.choice(terms(self.half)[name])

    def person(self, number: int = 0) -> Person:
        """The row's first, second, … person."""
        while len(self.people) <= number:
            person = self._person()
            while self.male is not None and person.male != self.male:
                person = self._person()
            self.people.append(person)
        return self.people[number]

    def home(self, number: int = 0) -> Home:
        """The row's first, second, … address."""
        while len(self.homes) <= number:
            rng = self.rng
            house = str(rng.randrange(1, 190)) + (rng.choice("ABab") if rng.random() < 0.06 else "")
            self.homes.append(
                Home(house, self.pick("streets"), self.pick("towns"), self.pick("counties"), postcode(rng))
            )
        return self.homes[number]

    def _person(self) -> Person:
        rng, origins = self.rng, terms(self.half).origins
        names = list(origins)
        weights = [origins[name][0] for name in names]
        of_first = rng.choices(names, weights)[0]
        of_last = of_first if rng.random() < 0.88 else rng.choices(names, weights)[0]
        first = rng.choice(origins[of_first][1])
        return Person(
            first,
            rng.choice(origins[of_last][2]),
            rng.choice(origins[of_first][1]),
            first not in terms(self.half)["female"],
            self.pick("domains"),
            rng.randrange(1, 100),
        )
