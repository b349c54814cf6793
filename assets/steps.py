"""How a step of the night runs under Dagster: which day it judges, whose warehouse it holds, and how it fails.

What belongs here: what every asset function needs and none should write anew. What a step does is ``assets.night``'s.
"""

from __future__ import annotations

import inspect
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import dagster as dg
import duckdb

from rules.errors import AbideError
from stores.controller import Controller
from stores.keys import read_key
from stores.warehouse import open_warehouse

AS_OF_TAG = "abide/as_of"
"""The run tag that says which day a night judges, as YYYY-MM-DD."""

Told = dg.MaterializeResult[None] | dg.AssetCheckResult
P = ParamSpec("P")
ROOT = Path(__file__).parent.parent


class Warehouses:
    """The controllers' warehouses: opened by the first step that needs one, closed at the end of the run.

    At most one is open at a time. Opening costs more than most steps, and in one process the steps come one by one.
    A step that fails closes it, so that no half-done transaction or temporary table reaches the next step.
    """

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._con: duckdb.DuckDBPyConnection | None = None
        self._open = ExitStack()

    @contextmanager
    def hold(self, controller: Controller) -> Iterator[duckdb.DuckDBPyConnection]:
        """The controller's warehouse, open for writing, for the length of one step.

        Raises:
            WarehouseError: there is no key, it does not fit, or another process holds the file.
        """
        folder = controller.folder.resolve()
        if self._con is None or self._folder != folder:
            self.close()
            self._con = self._open.enter_context(open_warehouse(folder, read_key(folder)))
            self._folder = folder
        try:
            yield self._con
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the warehouse that is open, if one is."""
        self._open.close()
        self._folder = self._con = None


def day_of(context: dg.AssetExecutionContext, controller: Controller) -> date:
    """The day that this run judges: its tag ``abide/as_of``, else the day on which the run was made.

    The nightly schedule and the command line always set the tag. Without it (*Materialize* in the browser) the run's
    own date in the controller's time zone is a safe default, because a night only reads. Nothing that erases may use
    it.

    Raises:
        dagster.Failure: the tag is not a date.
    """
    given = context.run.tags.get(AS_OF_TAG)
    if given is None:
        record = context.instance.get_run_record_by_id(context.run.run_id)
        if record is None:
            raise dg.Failure(
                f"The run has no record, so its day is not known. Set the tag {AS_OF_TAG}.", allow_retries=False
            )
        made: datetime = record.create_timestamp
        return made.astimezone(controller.zone).date()
    try:
        return date.fromisoformat(given)
    except ValueError:
        told = f"The run's tag {AS_OF_TAG} is not a date. Write it as YYYY-MM-DD, for example 2026-03-01."
        raise dg.Failure(told, allow_retries=False) from None


def guarded(step: Callable[P, Iterator[Told]]) -> Callable[P, Iterator[Told]]:
    """Let no exception's message reach Dagster's event log but our own: libraries quote the value they stumbled on.

    An ``AbideError`` is told as it is (its messages hold no value). Of any other only the class and the place in this
    program's own code are told. What is raised has no cause and no context, which Dagster would store too.
    """

    @wraps(step)
    def quiet(*args: P.args, **kwargs: P.kwargs) -> Iterator[Told]:
        try:
            yield from step(*args, **kwargs)
        except dg.Failure as error:
            failure = dg.Failure(error.description, metadata=error.metadata, allow_retries=False)
        except Exception as error:  # noqa: BLE001 - everything is told, and told without values
            failure = told(error)
        except BaseException as error:
            if type(error).__name__ != "PanicException":  # a panic in a Rust library (polars) is no Exception
                raise
            failure = told(error)
        else:
            return
        raise failure  # outside the handler: an exception raised inside it would carry the other as its context

    # Dagster looks at annotations themselves, and those of this program are texts.
    quiet.__signature__ = inspect.signature(step, eval_str=True)  # type: ignore[attr-defined]
    return quiet


def told(error: BaseException) -> dg.Failure:
    """The failure that tells of an error without its values."""
    place = _place(error)
    if isinstance(error, AbideError):
        text = str(error)
    else:
        text = f"{type(error).__name__} at {place}. Its message is withheld, because it may quote personal data."
    return dg.Failure(text, metadata={"error": type(error).__name__, "where": place}, allow_retries=False)


def _place(error: BaseException) -> str:
    """The last line of this program's own code that the error came through, as file:line."""
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_own(Path(frame.filename))]
    return f"{Path(own[-1].filename).relative_to(ROOT).as_posix()}:{own[-1].lineno}" if own else "an unknown place"


def _is_own(path: Path) -> bool:
    folders = {"rules", "stores", "scanners", "erasure", "assets"}
    return path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in folders
