"""Great Expectations: what is expected of landed data is put to it here, and nowhere else is that library imported.

What belongs here: turning expectations into the library's, and its results into counts. What a map expects is
``assets.night.contract``'s. The library's results quote the values that failed; none leaves this file. What leaves is
the expectation, how many rows failed it, and the numbers of a few of them. It runs on pandas: on a projection of a few
columns, in parts of bounded size, since each text in it is an object of its own.
Source: https://docs.greatexpectations.io/docs/core/connect_to_data/dataframes/ (version 1.24).
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]

ROW = "row"
"""The column of every frame that numbers its rows."""

SHOWN = 20
How = Literal["true", "filled", "empty", "one_of", "like", "at_least", "at_most"]


@dataclass(frozen=True)
class Expectation:
    """What every cell of one column of a frame is expected to be.

    Attributes:
        over: the column of the frame.
        how: ``true``; ``filled``; ``empty``; ``one_of`` the texts given; ``like`` the pattern given (Python's ``re``,
            the whole text); ``at_least`` or ``at_most`` the number given. Of the last four an
            empty cell is no failure.
        given: the texts, the pattern or the number.
    """

    over: str
    how: How
    given: tuple[str, ...] | str | float | None = None


@dataclass(frozen=True)
class Outcome:
    """How many rows of a frame failed an expectation, and the numbers of the first of them.

    ``tested`` is False when the library could not apply the expectation to the column; then nothing is known.
    """

    failed: int = 0
    rows: tuple[int, ...] = ()
    tested: bool = True


def outcomes(frame: pd.DataFrame, expectations: Sequence[Expectation], shown: int = SHOWN) -> list[Outcome]:
    """Put the expectations to a frame; one outcome each, in their order.

    Args:
        frame: the column ``row`` and the columns the expectations are over.
        expectations: what is expected; each costs about 7 ms, and 20 ms more where it fails.
        shown: of how many failing rows the numbers are told.
    """
    held = _results(frame, expectations, "BOOLEAN_ONLY")  # half the work, and all of it on most nights
    failed = [place for place, result in held.items() if not result.success]
    counted = {"result_format": "BASIC", "partial_unexpected_count": shown}
    found = _results(frame, [expectations[place] for place in failed], counted) if failed else {}
    told = {place: _outcome(frame, expectations[place], found[n], shown) for n, place in enumerate(failed)}
    return [told.get(place, Outcome()) for place in range(len(expectations))]


def _results(frame: pd.DataFrame, expectations: Sequence[Expectation], detail: str | dict[str, Any]) -> dict[int, Any]:
    """The library's results, by the place of their expectation: it gives them in another order."""
    gx, batches = _library()
    stated = [_stated(gx, place, one) for place, one in enumerate(expectations)]
    suite = gx.ExpectationSuite(name="landed", expectations=stated)
    results = batches.get_batch({"dataframe": frame}).validate(suite, result_format=detail).results
    return {int(result.expectation_config.meta["place"]): result for result in results}


def _stated(gx: Any, place: int, one: Expectation) -> Any:  # noqa: PLR0911 - one for each way
    """The expectation in the library's own words; ``meta`` says which of several it is."""
    expect, known = gx.expectations, {"column": one.over, "meta": {"place": place}}
    match one.how:
        case "true":
            return expect.ExpectColumnValuesToBeInSet(value_set=[True], **known)
        case "filled":
            return expect.ExpectColumnValuesToNotBeNull(**known)
        case "empty":
            return expect.ExpectColumnValuesToBeNull(**known)
        case "one_of":
            return expect.ExpectColumnValuesToBeInSet(value_set=list(_texts(one)), **known)
        case "like":
            return expect.ExpectColumnValuesToMatchRegex(regex=rf"\A(?:{one.given})\Z", **known)
        case "at_least":
            return expect.ExpectColumnValuesToBeBetween(min_value=one.given, **known)
        case "at_most":
            return expect.ExpectColumnValuesToBeBetween(max_value=one.given, **known)


def _texts(one: Expectation) -> tuple[str, ...]:
    return one.given if isinstance(one.given, tuple) else ()


def _outcome(frame: pd.DataFrame, one: Expectation, result: Any, shown: int) -> Outcome:
    """What of a failed result may leave: a count and the numbers of rows; never what the cells hold.

    The library's own list of rows takes minutes for a column that fails throughout. Whether a cell fails depends on
    nothing but its value, so the rows are those of the first values that failed.
    """
    found = result.result or {}
    if "unexpected_count" not in found:
        return Outcome(tested=False)
    cells = frame[one.over]
    wrong = cells.isna() if one.how == "filled" else cells.isin(found.get("partial_unexpected_list") or [])
    return Outcome(int(found["unexpected_count"]), tuple(int(row) for row in frame.loc[wrong, ROW].head(shown)))


@cache
def _library() -> tuple[Any, Any]:
    """The library, imported when it is first needed (seconds), silent and sending nothing; and where frames go in."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"  # read at the import
    logging.getLogger("great_expectations").setLevel(logging.CRITICAL)  # its warnings may quote what they stumbled on
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"module 'sre_(constants|parse|compile)' is deprecated", DeprecationWarning)
        import great_expectations as gx
    context: Any = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    asset = context.data_sources.add_pandas("abide").add_dataframe_asset("landed")
    return gx, asset.add_batch_definition_whole_dataframe("landed")
