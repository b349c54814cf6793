"""Schemas made by chance, with rows, people and holds, and an oracle that says row by row what an erasure must leave.

The oracle is written from the rules of ``erasure.plan_graph`` over plain rows and shares no code with the plan.
"""

import random
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

seeded = random.Random


@dataclass
class Link:
    """A reference of a table to another, or to itself."""

    columns: tuple
    parent: str
    targets: tuple
    may_be_null: bool
    action: str = "NO ACTION"
    in_database: bool = True
    when: tuple = ()
    """A column and what it says where the parent is meant: a polymorphic reference, which only a map can state."""


NOWHERE = "Elsewhere"
"""What such a column says of a table that no map binds."""


@dataclass
class Made:
    """One table: ``key`` comes first in ``columns``; ``kind`` is owned, loose (shared rows) or plain."""

    name: str
    key: tuple
    kind: str
    bound: bool = True
    columns: list = field(default_factory=list)
    links: list = field(default_factory=list)
    rows: list = field(default_factory=list)

    @property
    def own(self):
        """The key's columns that are no references."""
        return ("area", "id") if "area" in self.columns else ("id",)


@dataclass
class World:
    """Tables, whose records are whose, what is on hold, and what is asked to be erased; records are (table, key)."""

    tables: dict
    people: dict
    someone: set
    holds: set
    asked: list


def made(seed):
    """The world of this seed."""
    rng = seeded(seed)
    tables = {}
    for n in range(rng.randint(2, 6)):
        parts = ("id",) if rng.random() < 0.65 else ("area", "id")
        kind = rng.choices(("owned", "loose", "plain"), (5, 2, 3))[0]
        tables[f"t{n}"] = Made(f"t{n}", parts, kind, columns=[*parts, "code"])
    for table in tables.values():
        for n in range(rng.choices((0, 1, 2, 3), (2, 4, 3, 1))[0]):
            _link(rng, tables, table, n)
        if rng.random() < 0.35:
            _link_by_kind(rng, tables, table)
    if rng.random() < 0.1:
        hidden = tables["hidden"] = Made("hidden", ("id",), "plain", bound=False, columns=["id", "code"])
        _link(rng, {name: one for name, one in tables.items() if name != "hidden"}, hidden, 0)
    for table in tables.values():
        table.columns += {"owned": ["email", "note"], "loose": ["street"], "plain": []}[table.kind]
        table.rows = [_bare(rng, table, n) for n in range(rng.randint(1, 8))]
    for table in tables.values():
        for row in table.rows:
            _refer(rng, tables, table, row)
    bound = [(table.name, key_of(table, row)) for table in tables.values() if table.bound for row in table.rows]
    owned = [record for record in bound if tables[record[0]].kind == "owned"]
    people = {record: rng.choice("pqr") for record in owned if rng.random() < 0.75}
    someone = {record for record in owned if record not in people and rng.random() < 0.3}
    holds = {record for record in bound if rng.random() < 0.04}
    person = rng.choice("pqr")
    wanted = (
        [record for record in owned if people.get(record) == person] if rng.random() < 0.6 else rng.sample(bound, 1)
    )
    return World(tables, people, someone, holds, wanted or rng.sample(bound, min(2, len(bound))))


def key_of(table, row):
    """A record's key as it is landed."""
    return "|".join(row[column] for column in table.key)


def _link(rng, tables, table, number):
    parent = table if rng.random() < 0.2 and table.bound else rng.choice(list(tables.values()))
    targets = ("code",) if rng.random() < 0.2 else parent.own
    columns = tuple(f"r{number}_{target}" for target in targets)
    may_be_null = rng.random() < 0.55
    if rng.random() < 0.1 and table.bound:
        table.key, may_be_null = (*table.key, *columns), False
        table.columns = [*table.key, *(name for name in table.columns if name not in table.key)]
    else:
        table.columns += columns
    action = rng.choices(("NO ACTION", "RESTRICT", "CASCADE", "SET NULL"), (6, 2, 2, 1))[0]
    if action == "SET NULL" and not may_be_null:
        action = "CASCADE"
    in_database = len(columns) > 1 or not table.bound or rng.random() < 0.85  # a map's link is of one column
    table.links.append(Link(columns, parent.name, targets, may_be_null, action, in_database))


def _link_by_kind(rng, tables, table):
    """A reference to one of several tables; the same value names another record in each."""
    may_be_null = rng.random() < 0.6
    if rng.random() < 0.15:
        table.key, may_be_null = (*table.key, "kind", "names"), False
        table.columns = [*table.key, *(name for name in table.columns if name not in table.key)]
    else:
        table.columns += ["kind", "names"]
    parents = rng.sample(sorted(tables), rng.randint(1, min(3, len(tables))))
    for n, parent in enumerate([*parents, *parents[: rng.random() < 0.2]]):
        target = "id" if tables[parent].own == ("id",) and rng.random() < 0.8 else "code"
        code = rng.choice([f"App\\Models\\{parent}", f"{parent}'s", parent]) + (" too" if n >= len(parents) else "")
        table.links.append(Link(("names",), parent, (target,), may_be_null, in_database=False, when=("kind", code)))


def _bare(rng, table, number):
    values = {"id": f"{number}", "area": rng.choice(["north", "Süd 1"]), "code": f"{table.name} code {number}"}
    more = {
        "email": f"{table.name}{number}@mail.example",
        "note": rng.choice(["", "x: y", None]),
        "street": f"{number} Elm",
    }
    return {name: {**values, **more}.get(name) for name in table.columns}


def _refer(rng, tables, table, row):
    by_kind = [link for link in table.links if link.when]
    if by_kind:
        link = rng.choice(by_kind)
        row["kind"] = rng.choice([link.when[1]] * 4 + [NOWHERE])
        row["names"] = rng.choice(tables[link.parent].rows)[link.targets[0]]
        if link.may_be_null and rng.random() < 0.2:
            row[rng.choice(["kind", "names"])] = None
    for link in (link for link in table.links if not link.when):
        parents = tables[link.parent].rows
        near = [one for one in parents if int(one["id"]) % 3 == int(row["id"]) % 3] or parents
        chosen = rng.choice(near)
        empty = link.may_be_null and rng.random() < 0.3
        for column, target in zip(link.columns, link.targets, strict=True):
            row[column] = None if empty else chosen[target]
        if link.may_be_null and len(link.columns) > 1 and not empty and rng.random() < 0.1:
            row[link.columns[0]] = None  # half of a reference is none


# --- the oracle -------------------------------------------------------------------------------------------------------


@dataclass
class Expected:
    """What must be gone, which cells must be empty, and why all of it must be refused ('' if it must not)."""

    gone: set
    emptied: set
    refused: str


def expected(world):
    """What an erasure of what is asked must do."""
    references = list(_references(world))
    kept = dict.fromkeys(world.holds, "ground")
    while True:
        gone, others = _drawn(world, references, kept)
        firm = [
            (parent, "other")
            for child, parent, link in others
            if not link.may_be_null and child not in gone and parent not in kept
        ]
        hung = [
            (parent, "hangs")
            for child, parent, _ in references
            if child in kept and parent in gone and parent not in kept
        ]
        if not firm and not hung:
            break
        kept = {**dict(firm), **dict(hung), **kept}
    _orphaned(world, references, kept, gone)
    emptied = {
        (child, column)
        for child, parent, link in others
        if parent in gone and child not in gone
        for column in link.columns
    }
    return Expected(set(gone), emptied, _refused(world, references, kept, gone))


def _references(world):
    for table in world.tables.values():
        for row in table.rows:
            for link in table.links:
                named = [row[column] for column in link.columns]
                if link.when and row[link.when[0]] != link.when[1]:
                    continue
                for other in world.tables[link.parent].rows:
                    if table.bound and named == [other[target] for target in link.targets] and other is not row:
                        yield (
                            (table.name, key_of(table, row)),
                            (link.parent, key_of(world.tables[link.parent], other)),
                            link,
                        )


def _drawn(world, references, kept):
    gone = {record: world.people.get(record) for record in world.asked if record not in kept}
    layer, others = set(gone), []
    while layer:
        found = {}
        for child, parent, link in references:
            if parent not in layer:
                continue
            own = world.people.get(child)
            if child in world.someone or (own is not None and own != gone[parent]):
                others.append((child, parent, link))
            elif child not in gone:
                found.setdefault(child, []).append(own or gone[parent])
        layer = set(found)
        gone |= {child: min((one for one in owners if one), default=None) for child, owners in found.items()}
    return gone, others


def _orphaned(world, references, kept, gone):
    while True:
        children = {}
        for child, parent, _ in references:
            children.setdefault(parent, []).append(child)
        more = [
            parent
            for parent, below in children.items()
            if world.tables[parent[0]].kind == "loose"
            and parent not in gone
            and parent not in kept
            and all(child in gone for child in below)
        ]
        if not more:
            return
        gone |= dict.fromkeys(more)


def _refused(world, references, kept, gone):
    if any(kept.get(record) == "other" for record in world.asked):
        return "a record of another person refers to it"
    order = TopologicalSorter()
    for child, parent, link in references:
        if child in gone and parent in gone and not link.may_be_null:
            order.add(parent, child)
    try:
        order.prepare()
    except CycleError:
        return "circle of references that cannot be blanked"
    unseen = {link.parent for table in world.tables.values() if not table.bound for link in table.links}
    if unseen & {table for table, _ in gone}:
        return "is not bound, so its rows are not known"
    return ""


def left(world, told):
    """The rows that must be left, by table, as sets of tuples in the order of the columns."""
    return {
        table.name: {
            tuple(
                None if ((table.name, key_of(table, row)), name) in told.emptied else row[name]
                for name in table.columns
            )
            for row in table.rows
            if (table.name, key_of(table, row)) not in told.gone
        }
        for table in world.tables.values()
    }
