"""What runs share: the warehouses, the refusal to store data in Dagster, and the settings of a one-run instance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dagster as dg

from assets.steps import Warehouses

QUIET = {"telemetry": {"enabled": False}, "nux": {"enabled": False}}
"""Settings of an instance that lives for one run: nothing is sent anywhere. ``dagster.yaml`` says the same."""


class NothingStored(dg.IOManager):
    """Assets hand over no data: Dagster's own storage would keep it as plain text outside the warehouse."""

    def handle_output(self, context: dg.OutputContext, obj: Any) -> None:
        """Refuse to store anything.

        Raises:
            TypeError: an asset returned data.
        """
        if obj is not None:
            raise TypeError(f"{context.step_key} returned data; assets write to the warehouse and return counts")

    def load_input(self, context: dg.InputContext) -> None:
        """Refuse to load anything.

        Raises:
            TypeError: always.
        """
        raise TypeError(f"{context.name}: assets read from the warehouse, not from each other")


@dg.resource(description="The controllers' warehouses, closed when the run ends.")
def warehouses(_: dg.InitResourceContext) -> Iterator[Warehouses]:
    """Warehouses for one run."""
    held = Warehouses()
    try:
        yield held
    finally:
        held.close()


def resources() -> dict[str, Any]:
    """The resources of every run."""
    return {"warehouses": warehouses, "io_manager": NothingStored()}


def quiet_instance() -> dg.DagsterInstance:
    """An instance in memory, for one run from the command line: no telemetry, no output captured, gone at the end."""
    return dg.DagsterInstance.ephemeral(settings=dict(QUIET))
