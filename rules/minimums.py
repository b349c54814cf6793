"""The statutory minimums: how long the law obliges a controller to keep a document of a type, and where it says so.

What belongs here: reading ``minimums.yaml`` and its macro. That a minimum keeps a record against a request is a ground
of every rule that leads to erasure (UK GDPR Art. 17(3)(b)); that a period ends with it is a clause's.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator

from rules.document import Document, read_yaml
from rules.errors import nearest
from rules.period import Period, parse_period

PREFIX = "statutory "
"""``period: statutory paye`` is the period that the law states for this type of document."""


class Minimum(Document):
    """One line of the table.

    Attributes:
        minimum: how long, as a period.
        counted_from: what starts it.
        source: the provision that asks for it.
        read: what the line was compared with: the provision's own words, or other texts about it.
        text: which version or which other texts, and what of the line no text confirmed.
    """

    minimum: str
    counted_from: str = Field(alias="from", min_length=5)
    source: str = Field(min_length=10)
    read: Literal["provision", "other"]
    text: str = Field(min_length=10)

    @field_validator("minimum")
    @classmethod
    def _is_a_period(cls, value: str) -> str:
        parse_period(value)
        return value

    @property
    def period(self) -> Period:
        """How long, as a period."""
        return parse_period(self.minimum)


@cache
def minimums() -> dict[str, Minimum]:
    """The table, by type of document."""
    rows = read_yaml(Path(__file__).parent / "minimums.yaml")
    return {str(document): Minimum.model_validate(dict(row)) for document, row in rows.items()}


def stated_period(text: str) -> Period:
    """A period as a clause states it: in numbers, or by the law.

    Raises:
        ValueError: it is neither; with the nearest type of document.
    """
    if not text.startswith(PREFIX):
        return parse_period(text)
    document = text.removeprefix(PREFIX).strip()
    if document not in minimums():
        raise ValueError(f"no law is known for '{document}'; {nearest(document, minimums())}")
    return minimums()[document].period


def shown_period(text: str) -> str:
    """The period in words for a person: ``statutory vat`` is "6 years (VAT Act 1994 Sch. 11 para. 6(3))"."""
    if not text.startswith(PREFIX):
        return text
    one = minimums()[text.removeprefix(PREFIX).strip()]
    return f"{one.minimum} ({one.source})"


@cache
def macro() -> str:
    """The SQL of ``statutory_end(document, began)``: the last day of the minimum; NULL for a type that has none."""
    cases = " ".join(
        f"WHEN '{name}' THEN CAST(CAST(began AS DATE) + {one.period.sql} AS DATE)" for name, one in minimums().items()
    )
    return f"CREATE OR REPLACE TEMP MACRO statutory_end(document, began) AS CASE document {cases} END;\n"
