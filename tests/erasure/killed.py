"""An erasure in a process that kills itself.

Run as a program: ``python -m tests.erasure.killed``: reads lines ``FOLDER STOP``, and for each erases EB-0001 in a
process of its own, which kills itself with SIGKILL at the STOP-th point (0: never), counted over every SQL statement to
a store, file operation, call to a vendor and line of the log. Answers in one line of JSON.
"""

import json
import os
import shutil
import signal
import sys
import traceback
from importlib import import_module
from pathlib import Path

from tests.erasure.twenty import AS_OF


def dies_at(stop):
    """Kill this process at the stop-th point."""
    import erasure.intent
    import stores.rewriting
    from stores import sql_writing_mysql, sql_writing_postgres, sql_writing_sqlite, vendor_api

    count = 0

    def point():
        nonlocal count
        count += 1
        if count == stop:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(owner, name):
        real = getattr(owner, name)

        def wrapped(*given, **more):
            point()
            found = real(*given, **more)
            point()
            return found

        setattr(owner, name, wrapped)

    for writer in (sql_writing_mysql.MySqlWriter, sql_writing_postgres.PostgresWriter, sql_writing_sqlite.SqliteWriter):
        for name in ("run", "commit"):
            around(writer, name)
    for name in ("_like", "durable", "remove", "sweep"):
        around(stores.rewriting, name)
    around(vendor_api.VendorApi, "ask")
    around(erasure.intent, "_all")
    around(os, "fsync")
    around(os, "replace")
    around(shutil, "copyfileobj")
    return lambda: count


def erased(folder, stop):
    """Erase; how many points there were, what the certificate says, and what became of the records."""
    from assets.hand import Hand
    from stores.controller import load_controller

    counted = dies_at(stop)
    made = Hand(load_controller(Path(folder)), "EB-0001", lambda: AS_OF)
    done = made.execute()
    _, data = made.certify()
    return {"points": counted(), "status": data["status"], "counts": done.counts()}


def _in_a_process(folder, stop):
    """What ``erased`` says, from a process of its own; imports were paid for once, before."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        code = 1
        try:
            os.close(reading)
            os.write(writing, json.dumps(erased(folder, stop)).encode())
            code = 0
        except BaseException:  # noqa: BLE001 - whatever it is, the test tells
            os.write(writing, json.dumps({"error": traceback.format_exc()[-3000:]}).encode())
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        told = said.read()
    _, status = os.waitpid(child, 0)
    return {**(json.loads(told) if told else {}), "code": os.waitstatus_to_exitcode(status)}


def main():
    import assets.hand
    import assets.landing_checks
    from stores.erasers import crisp, files, mailbox, sql, weblog  # noqa: F401 - imported before the first fork
    from stores.sql_writing import _WRITERS

    for name in _WRITERS.values():
        import_module(f"stores.{name}")
    assets.landing_checks._library()
    for line in sys.stdin:
        folder, _, stop = line.strip().rpartition(" ")
        sys.stdout.write(json.dumps(_in_a_process(folder, int(stop))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
