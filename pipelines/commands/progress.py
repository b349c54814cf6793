"""A night's progress on standard error: bars on a terminal, a line now and then in a log.

What belongs here: how progress looks. What a step is, ``pipelines.jobs`` says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from pipelines.commands.console import margin

if TYPE_CHECKING:
    from pipelines.jobs import StepEvent

OnStep = Callable[["StepEvent"], None]
PAUSE = 5.0
"""Seconds between two lines in a log; what fails is told at once."""


@contextmanager
def shown(names: dict[str, str]) -> Iterator[OnStep]:
    """What to call with each step's event, while progress is shown.

    Args:
        names: controller's id to its name.
    """
    console = margin()
    if not console.is_terminal:
        yield _lines()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, TextColumn("{task.fields[step]}"), console=console, transient=True) as progress:
        tasks: dict[str, TaskID] = {}

        def on_step(event: StepEvent) -> None:
            task = tasks.get(event.controller)
            if task is None:
                name = names.get(event.controller, event.controller)
                task = tasks[event.controller] = progress.add_task(name, total=event.total, step="")
            progress.update(task, completed=event.done, total=event.total, step=event.step)
            if event.state == "failed":
                progress.console.print(f"{event.controller}: {event.step} {event.state}")

        yield on_step


def _lines() -> OnStep:
    last = 0.0
    console = margin()

    def on_step(event: StepEvent) -> None:
        nonlocal last
        bad = event.state == "failed"
        ended = event.state != "started" and event.done == event.total
        if not bad and not ended and monotonic() - last < PAUSE:
            return
        last = monotonic()
        console.print(f"{event.controller} {event.done}/{event.total} {event.step} {event.state}", soft_wrap=True)

    return on_step
