"""Broken exports by the hundred: no crash, no row lost silently, nothing opened outside, little memory, little time.

The cases of each format run one after another in a process of their own, whose memory, opened files and sockets are
watched; a crash, or a case that never ends, is told by the process. A finding fails with the case's name.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.memory import peak_kibibytes
from tests.stores.malformed.cases import cases
from tests.stores.malformed.export import NAMES

ROOT = Path(__file__).resolve().parents[2]
MOST_SECONDS = 10
MOST_MEBIBYTES = 512
FORMATS = sorted({case.format for case in cases()})


def test_there_are_at_least_three_hundred():
    names = [case.name for case in cases()]
    assert len(names) == len(set(names)) >= 300


@pytest.mark.slow
@pytest.mark.parametrize("kind", FORMATS)
def test_broken_exports_do_no_harm(kind, tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "tests.stores.test_malformed", kind, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=540,
        check=False,
    )
    told = [json.loads(line) for line in run.stdout.splitlines()]
    wanted = [case.name for case in cases() if case.format == kind]
    assert [one["case"] for one in told] == wanted, f"it ended after {told[-1:]}: {run.stderr[-800:]}"
    assert run.returncode == 0
    wrong = {one["case"]: one["wrong"] for one in told if one["wrong"]}
    assert wrong == {}


def watch(allowed, seen):
    """Note every file opened outside the folder and what Python itself needs, and every connection."""
    home = (str(allowed), sys.prefix, sys.base_prefix, str(ROOT), "/proc/", "/sys/", "/dev/null", "/dev/urandom")

    def hook(event, arguments):
        if event == "open" and isinstance(arguments[0], str | bytes):
            path = os.path.abspath(os.fsdecode(arguments[0]))  # noqa: PTH100 - links are not followed here
            if not path.startswith(home):
                seen.append("a file outside the export folder was opened")
        elif event in {"socket.connect", "socket.getaddrinfo", "socket.bind"}:
            seen.append(f"{event}")

    sys.addaudithook(hook)


def judge(case, folder):
    """What is wrong with the landing of one case: sentences, none if all is well."""
    from stores.errors import ConservationError, SourceError
    from stores.keys import make_key, read_key
    from stores.landing import land
    from stores.store import Store
    from stores.warehouse import open_warehouse
    from tests.stores.malformed.export import COLUMNS

    place = folder / "home"
    place.mkdir()
    case.put(place)
    make_key(place)
    names = [name for name in case.files if "/" not in name]
    export = f"exports/{names[0]}" if case.connector != "files" or case.format == "zip" else "exports"
    format_of = {"zip": {}, "mailbox": {}, "weblog": {}}.get(case.format, {"format": case.format})
    file = {"file": f"t.{case.format}*"} if case.connector == "files" and case.format != "zip" else {}
    key = ["message_id"] if case.connector == "mailbox" else ["id"]
    table = {"name": "t", "columns": COLUMNS, "key": key, **format_of, **file, **case.table}
    store = Store.model_validate(
        {
            "name": "shop",
            "role": "controller",
            "connector": case.connector,
            "export": export,
            "exported_at": "modified",
            "fresh_within": "26 hours",
            "tables": [table],
        }
    )
    wrong = []
    with open_warehouse(place, read_key(place)) as con:
        try:
            landed = land(con, store, store.tables[0], place)
        except SourceError as error:
            told = str(error)
            if case.rows is not None and case.rows >= 0:
                wrong.append(f"refused, and holds {case.rows} records: {told}")
        except ConservationError as error:
            told = str(error)
            wrong.append(f"not conserved: {told}")
        else:
            told = " ".join([*landed.reasons, *landed.short])
            if landed.landed + landed.quarantined != landed.rows:
                wrong.append("landed and quarantined are not the rows of the source")
            if case.rows is not None and landed.rows != case.rows:
                wrong.append(f"{landed.rows} rows ({landed.landed} landed), not {case.rows}")
            places = con.execute(
                "SELECT count(*) FROM quarantine.shop__t WHERE _file IS NULL OR _line IS NULL OR reason = ''"
            )
            if places.fetchall()[0][0]:
                wrong.append("a quarantined record without file, position or reason")
        if any(name in told or name.split()[0] in told for name in NAMES):
            wrong.append("a message holds a value")
    return wrong


def cpu():
    """CPU seconds of this process and of those it waited for: wall time says more of the machine's other work."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def main(kind, folder):
    """Run the cases of one format, one line of JSON a case."""
    from stores.landing import land

    assert land
    seen = []
    watch(folder, seen)
    for number, case in enumerate(one for one in cases() if one.format == kind):
        seen.clear()
        home = folder / str(number)
        home.mkdir()
        started = cpu()
        try:
            wrong = judge(case, home)
        except Exception as error:  # noqa: BLE001 - any exception but the two above is a crash
            wrong = [f"crashed with {type(error).__name__}: {str(error)[:200]}"]
        took = cpu() - started
        if took > MOST_SECONDS:
            wrong.append(f"took {took:.0f} CPU seconds")
        peak = peak_kibibytes() >> 10
        if peak > MOST_MEBIBYTES:
            wrong.append(f"took {peak} MiB")
        wrong += sorted(set(seen))
        print(json.dumps({"case": case.name, "wrong": wrong}), flush=True)  # noqa: T201 - read by the test


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
