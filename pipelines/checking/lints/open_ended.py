"""Periods that are none: "as long as necessary" and its kin. Art. 13(2)(a) asks for a period or the criteria for it."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.checking.lint import Lint, Seen

KIND = "open-ended"
LAW = ("UK GDPR Art. 5(1)(e)", "UK GDPR Art. 13(2)(a)")


def find(seen: Seen) -> Iterator[Lint]:
    """A sentence that says how long without a number."""
    for said in seen.reading.said:
        if "open-ended" in said.kinds:
            yield seen.lint(
                KIND,
                said,
                "It states no period that could be kept or missed.",
                LAW,
                "state a period for each kind of record",
            )
        elif (
            "kept-while" in said.kinds
            and "hold" not in said.kinds
            and not said.periods
            and not said.quote.endswith(":")
        ):
            told = "It keeps while something lasts, and states no period after its end."
            yield seen.lint(KIND, said, told, LAW, "say how long after its end")
