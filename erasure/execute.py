"""Carrying out an order: store by store, every step written down before it is relied on, to be repeated after a crash.

What belongs here: handing works to erasers and noting what they say. They are not believed: ``erasure.verifying`` reads
again. An error of one store does not stop the others, and is the state of its records, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

import duckdb

from erasure.intent import OPEN, Intent, Outcome, Progress, pending
from erasure.order import Order, Touched
from erasure.plan import MANUAL
from erasure.works import work_of
from rules.errors import AbideError
from stores.controller import Controller
from stores.erasing import Eraser, Result, State, Together, Work, eraser_for
from stores.errors import ErasureRefused
from stores.store import Store

TASKS = {
    "restrict": "restrict the processing of the record, and mark it so in its store",
    "suppress": "put the person on the suppression list, so that nothing more is sent",
    "correct": "correct the record",
    "task": "do what the clause asks of this record",
}
"""What a person does, by the plan's action."""

Erasers = Callable[[Store], Eraser]
_AT_ONCE = 50


def out_of_reach(
    controller: Controller, touched: Iterable[tuple[str, str]], erasers: Erasers = eraser_for
) -> list[str]:
    """Why erasers are not let into their stores, or there is none.

    Args:
        controller: the controller.
        touched: store and action of each step of a plan.
        erasers: finds a store's eraser.
    """
    told = []
    for name in dict.fromkeys(store for store, action in touched if action not in MANUAL.values()):
        store = controller.store(name)
        try:
            erasers(store).check(store, controller.folder)
        except ErasureRefused as error:
            told.append(str(error))
    return told


def reachable(controller: Controller, order: Order, erasers: Erasers = eraser_for) -> None:
    """See that every store lets its eraser in, before all stores are read: every one that does not is told at once.

    Raises:
        ErasureRefused: some do not; the text says what to do.
    """
    steps = [step for _, own in _by_store(controller, order) for step in own]
    if told := out_of_reach(controller, ((step.store, step.action) for step in steps), erasers):
        raise ErasureRefused("; ".join(told))


def ready(
    con: duckdb.DuckDBPyConnection,
    controller: Controller,
    order: Order,
    progress: Progress,
    erasers: Erasers = eraser_for,
) -> None:
    """See that every store can do its part, before anything is erased in any.

    Raises:
        ErasureRefused: one cannot; the text says what to do.
    """
    for store, steps in _by_store(controller, order):
        if all(step.action in MANUAL.values() for step in steps):
            continue
        eraser = erasers(store)
        eraser.check(store, controller.folder)
        if isinstance(eraser, Together):
            works = [work for _, work, _ in _works(con, controller, steps, eraser, progress)]
            eraser.ready([work for work in works if work.items], controller.folder)


def carry_out(
    con: duckdb.DuckDBPyConnection,
    controller: Controller,
    order: Order,
    intent: Intent,
    today: date,
    erasers: Erasers = eraser_for,
) -> Progress:
    """Do everything that is not done yet.

    Args:
        con: the reading that the order stands on.
        controller: the controller.
        order: what is erased.
        intent: its log.
        today: the day, for erasers that count days.
        erasers: finds a store's eraser.

    Returns:
        What the log says then.
    """
    for store, steps in _by_store(controller, order):
        progress = intent.read()
        todo = [step for step in steps if pending(list(step.records), progress.outcomes.get(step.number, {}))]
        if not todo:
            continue
        intent.begun(store.name)
        for step in todo:
            if step.action in MANUAL.values():
                outcome = Outcome(str(State.MANUAL), task=TASKS[step.action])
                intent.results(step.number, ((key, outcome) for key in step.records))
        own = [step for step in todo if step.action not in MANUAL.values()]
        if own:
            _store(con, controller, own, intent, today, erasers, progress)
        intent.ended(store.name)
    return intent.read()


def _by_store(controller: Controller, order: Order) -> Iterator[tuple[Store, list[Touched]]]:
    for name in order.stores:
        yield controller.store(name), [step for step in order.steps if step.store == name]


def _works(
    con: duckdb.DuckDBPyConnection, controller: Controller, steps: list[Touched], eraser: Eraser, progress: Progress
) -> Iterator[tuple[Touched, Work, Mapping[tuple[str, ...], str]]]:
    for step in steps:
        if step.action in MANUAL.values():
            continue
        keys = pending(list(step.records), progress.outcomes.get(step.number, {}))
        if keys:
            work, known = work_of(con, controller, step, eraser, keys)
            yield step, work, known


def _store(
    con: duckdb.DuckDBPyConnection,
    controller: Controller,
    steps: list[Touched],
    intent: Intent,
    today: date,
    erasers: Erasers,
    progress: Progress,
) -> None:
    """One store's works; every record has an outcome in the log when this ends."""
    failed = ""
    try:
        eraser = erasers(controller.store(steps[0].store))
        works = list(_works(con, controller, steps, eraser, progress))
        filled = [one for one in works if one[1].items]
        for step, _, known in works:
            there = set(known.values())
            keys = pending(list(step.records), progress.outcomes.get(step.number, {}))
            intent.results(step.number, ((key, Outcome(str(State.ABSENT))) for key in keys if key not in there))
        _log(intent, filled, _erased(eraser, [work for _, work, _ in filled], controller, today))
    except AbideError as error:
        failed = str(error)
    except Exception as error:  # noqa: BLE001 - a library's message may quote a value, so only its kind is told
        failed = f"{steps[0].store}: it broke off ({type(error).__name__}); repeat, and see the program's versions"
    after = intent.read()
    for step in steps:
        now_is = after.outcomes.get(step.number, {})
        unsaid = [key for key in step.records if key not in now_is or (failed and now_is[key].state in OPEN)]
        why = failed or f"{step.store}: the eraser said nothing of it"
        intent.results(step.number, ((key, Outcome(str(State.FAILED), why)) for key in unsaid))


def _erased(eraser: Eraser, works: list[Work], controller: Controller, today: date) -> Iterator[tuple[int, Result]]:
    if isinstance(eraser, Together):
        yield from eraser.erase_together(works, controller.folder, today) if works else ()
        return
    for place, work in enumerate(works):
        for result in eraser.erase(work, controller.folder, today):
            yield place, result


def _log(
    intent: Intent,
    works: list[tuple[Touched, Work, Mapping[tuple[str, ...], str]]],
    results: Iterator[tuple[int, Result]],
) -> None:
    """Write results as they come, some at once."""
    waiting: dict[int, list[tuple[str, Outcome]]] = {}
    count = 0

    def flush() -> None:
        for step, outcomes in waiting.items():
            intent.results(step, outcomes)
        waiting.clear()

    try:
        for place, result in results:
            step, _, known = works[place]
            until = result.until.isoformat() if result.until else ""
            outcome = Outcome(str(result.state), result.reason, until, result.task, result.receipt, result.job)
            waiting.setdefault(step.number, []).append((known[result.key], outcome))
            count += 1
            if (count % _AT_ONCE == 0 and count < 1_000) or count % 20_000 == 0:
                flush()
    finally:
        flush()


def own_media(controller: Controller) -> set[str]:
    """The stores that are the very medium their export reads, so that reading them again is proof."""
    return {store.name for store in controller.stores if store.erase is not None and store.erase.by == store.connector}
