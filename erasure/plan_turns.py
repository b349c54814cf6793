"""The order of deletion: each record's turn, later than those of all that refer to it.

What belongs here: turns over the references that ``erasure.plan_graph`` found, and opening circles. The order is of
records, not of tables, so that tables that refer to themselves and to each other have one too.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from erasure.plan_links import Link

Numbers = npt.NDArray[np.int64]


def take_turns(con: duckdb.DuckDBPyConnection, links: Sequence[Link]) -> None:
    """Make ``plan_turn`` (node, turn) of ``plan_gone``, and ``plan_opened`` (link, child).

    A turn is -1 in a circle that cannot be opened, and above one. ``plan_opened`` are the references that are blanked
    before anything is deleted, because records that go refer to each other in a circle.
    """
    nodes = con.execute("SELECT node FROM plan_gone ORDER BY node").fetchnumpy()["node"].astype(np.int64)
    edges = con.execute(
        "SELECT link, child, parent FROM plan_edge "
        "WHERE child IN (SELECT node FROM plan_gone) AND parent IN (SELECT node FROM plan_gone)"
    ).fetchnumpy()
    link = np.asarray(edges["link"])
    child, parent = (np.searchsorted(nodes, np.asarray(edges[name])) for name in ("child", "parent"))
    turns = _turns(len(nodes), child, parent)
    may_blank = np.array([one.may_blank for one in links], dtype=bool)
    cut = (turns[child] < 0) & (turns[parent] < 0)
    if cut.any():
        cut &= may_blank[link]
        turns = _turns(len(nodes), child[~cut], parent[~cut])
    _table(con, "plan_turn", {"node": nodes, "turn": turns})
    _table(con, "plan_opened", {"link": link[cut].astype(np.int64), "child": nodes[child[cut]]})


def _table(con: duckdb.DuckDBPyConnection, name: str, columns: dict[str, Numbers]) -> None:
    con.register("node_numbers", pa.table(columns))
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM node_numbers")
    con.unregister("node_numbers")


def _turns(count: int, child: Numbers, parent: Numbers) -> Numbers:
    """The turn of each node, later than its children's (Kahn 1962), layer by layer; -1 above a circle, or in one."""
    turns = np.full(count, -1, dtype=np.int64)
    waiting = np.bincount(parent, minlength=count)
    order = np.argsort(child, kind="stable")
    parents = parent[order]
    starts = np.searchsorted(child[order], np.arange(count + 1))
    layer, turn = np.flatnonzero(waiting == 0), 0
    while len(layer):
        turns[layer] = turn
        lengths = starts[layer + 1] - starts[layer]
        offsets = np.repeat(starts[layer] - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
        reached = parents[np.arange(int(lengths.sum())) + offsets]
        np.subtract.at(waiting, reached, 1)
        layer = np.unique(reached)
        layer = layer[waiting[layer] == 0]
        turn += 1
    return turns
