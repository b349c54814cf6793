"""Nothing leaves the machine while the night runs: counted by the kernel where it allows that, and by Python always."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NIGHT = """
import json, sys
attempts = []
def hook(event, args):
    if event in ("socket.connect", "socket.sendto") and isinstance(args[1], tuple):
        attempts.append(str(args[1][0]))
    if event in ("socket.getaddrinfo", "socket.gethostbyname"):
        attempts.append(str(args[0]))
sys.addaudithook(hook)
from pipelines.cli import main
code = None
for words in (["init", sys.argv[1]], ["scan", sys.argv[1], "--as-of", "today"]):
    try:
        main(words)
    except SystemExit as ended:
        code = ended.code
import great_expectations
counts = {}
for name in ("snmp", "snmp6"):
    lines = [line.split() for line in open("/proc/self/net/" + name)] if sys.platform == "linux" else []
    if name == "snmp6":
        counts |= {key: int(value) for key, value in lines if key in ("Ip6OutNoRoutes", "Udp6OutDatagrams")}
    else:
        for names, values in zip(lines[::2], lines[1::2]):
            table = dict(zip(names[1:], values[1:]))
            counts |= {names[0] + k: int(v) for k, v in table.items() if k in ("OutNoRoutes", "OutDatagrams", "ActiveOpens")}
print("RESULT" + json.dumps({"code": code, "attempts": attempts, "counts": counts}))
"""


def run(folder, *prefix):
    done = subprocess.run(
        [*prefix, sys.executable, "-W", "ignore", "-c", NIGHT, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("RESULT")]
    assert lines, done.stderr[-2000:]
    return json.loads(lines[-1].removeprefix("RESULT"))


def may_unshare():
    if not shutil.which("unshare"):
        return False
    return subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode == 0


@pytest.mark.slow
def test_python_opens_no_connection(tmp_path):
    found = run(tmp_path / "own")
    assert found["code"] in {0, 1}
    assert [place for place in found["attempts"] if place not in {"127.0.0.1", "localhost", "::1"}] == []


@pytest.mark.slow
def test_the_kernel_counts_no_packet_without_a_network(tmp_path):
    """In a namespace without any interface each attempt to reach another host counts as a packet without a route."""
    if not may_unshare():
        why = "this machine allows no network namespace (unshare -rn), so the kernel cannot count"
        if os.environ.get("ABIDE_REQUIRE_NAMESPACE") == "1":
            pytest.fail(why)
        pytest.skip(why)
    found = run(tmp_path / "own", "unshare", "-rn")
    assert found["code"] in {0, 1}
    assert found["counts"], "the kernel's counters could not be read"
    assert {name: number for name, number in found["counts"].items() if number} == {}
