"""What a column's name says by itself, whatever kind of data is asked about.

Here: whether it names identifiers, things, or nothing. Not here: the words for one kind of data, which stand in the
recognisers' files, or for names (`scanners.names`).
"""

from __future__ import annotations

import re

_IDENTIFIERS = re.compile(
    r"\b(?:ids?|guid|uuid|ref|reference|orders?|invoice|sku|code|barcodes?|isbn|serial|batch|version|key|hash|"
    r"digest|price|"
    r"amount|total|timestamp|cost|balance|qty|quantity|weight|number|no)\b"
)
_THINGS = re.compile(
    r"\b(?:job ?title|occupation|page ?title|file ?name|path|url|referr?er|user ?agent|"
    r"(?:company|organi[sz]ation|employer|supplier|vendor|product|course|module|event|campaign|item|venue|department)"
    r"(?: ?(?:names?|title|description))?)$"
)


_BLANK = re.compile(
    r"(?:(?:col(?:umn)?|field|f|c|x|v|var|attr(?:ibute)?|unnamed|data|value|feature|custom|extra|spare)? ?\d*|[a-z])"
)
"""Headers that name nothing."""


def is_of_identifiers(header: str) -> bool:
    """Whether the column's name says that it holds identifiers, codes or amounts, whose digits look like anything."""
    return _IDENTIFIERS.search(header) is not None


def is_of_things(header: str) -> bool:
    """Whether the column's name says that it names companies, courses or pages, whose words tell of no person."""
    return _THINGS.search(header) is not None


def says_nothing(header: str) -> bool:
    """Whether a column's name names nothing at all, like `col 17` or `x`."""
    return _BLANK.fullmatch(header) is not None
