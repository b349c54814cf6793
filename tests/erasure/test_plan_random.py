"""Plans of random shops, carried out on a copy of their rows."""

import random

import pytest

from tests.erasure.shop import controller, deleted, flagged, planned, snapshot

seeded = random.Random
"""A shop that fails is told by its seed, so that it can be made again."""


def brute_force(seed):
    """A random shop: three tables, random references and people; small enough to check by hand."""
    rng = seeded(seed)
    names = ["one", "two", "three"]
    links = {name: {f"ref{n}": f"{rng.choice(names)}.id" for n in range(rng.randrange(0, 3))} for name in names}
    tables = {
        name: {
            "columns": ["id", "email", *links[name]],
            "key": ["id"],
            "links": links[name],
            "required": [column for column in links[name] if rng.random() < 0.3],
            "subject": {"email": "email"},
        }
        for name in names
    }
    rows = {name: [[f"{name}{n}", ""] + [""] * len(links[name]) for n in range(rng.randrange(1, 7))] for name in names}
    for name in names:
        for row in rows[name]:
            for place, target in enumerate(links[name].values(), 2):
                if rng.random() < 0.6:
                    row[place] = rng.choice(rows[target.split(".")[0]])[0]
    keys = [(name, row[0]) for name in names for row in rows[name]]
    people = {key: rng.choice(["p", "q"]) for key in keys if rng.random() < 0.7}
    holds = [key for key in keys if rng.random() < 0.1]
    return tables, rows, people, holds, rng.sample(keys, min(2, len(keys)))


def carry_out(plan, tables, rows):
    """Do what the plan says on a copy of the rows, step by step; no reference may break on the way."""
    left = {(name, row[0]): dict(zip(tables[name]["columns"], row, strict=True)) for name in rows for row in rows[name]}
    for step in plan.steps:
        for key, what in step.records.items():
            if step.action == "unlink":
                left[step.table, key].update(dict.fromkeys(what, ""))
            else:
                del left[step.table, key]
        broken = [
            (name, key, column)
            for (name, key), row in left.items()
            for column, target in tables[name]["links"].items()
            if row[column] and (target.split(".")[0], row[column]) not in left
        ]
        assert not broken, (step.turn, step.action, broken)
    return left


@pytest.mark.parametrize(
    "seeds", [range(12), pytest.param(range(12, 312), marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_random_shops_never_break_a_reference_nor_touch_another_person(tmp_path, seeds):
    for seed in seeds:
        tables, rows, people, holds, asked = brute_force(seed)
        owner = controller(tmp_path, tables)
        con = snapshot(owner, rows, people, holds=holds)
        plan = planned(con, owner, *(flagged(con, table, key) for table, key in asked))
        left = carry_out(plan, tables, rows)
        gone = deleted(plan)
        own = {people.get(key) for key in asked}
        for key in gone:
            assert key not in holds, seed
            assert people.get(key) is None or people[key] in own, (seed, key)
        for key in asked:
            if key not in gone:
                told = {record[1:] for record, _ in plan.kept}
                assert key in told or not plan.complete, (seed, key)
        for name, listed in rows.items():
            for row in listed:
                if (name, row[0]) in left and (name, row[0]) in holds:
                    assert list(left[name, row[0]].values()) == row, (seed, "a record on hold was changed")
        con.close()
