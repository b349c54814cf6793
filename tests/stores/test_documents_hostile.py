"""Hostile documents: each ends in a reason, in time, within the memory of its process, and the next one is read."""

import os
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest

from stores.documents_kinds import LARGEST
from stores.documents_opener import MEMORY, SECONDS, Opener
from tests.stores.papers import assembled, docx, odt, pdf, run, shown, zipped


@pytest.fixture(scope="module")
def opener():
    with Opener() as one:
        yield one


def asked(opener, data, name="x"):
    start = time.monotonic()
    found = opener.open(data, name)
    assert time.monotonic() - start < SECONDS + 2
    assert opener.open(b"still here", "a.txt").text == "still here"
    return found.text, found.unread


def inflated(size):
    """A PDF whose page's content unpacks to ``size`` bytes of operators."""
    packed = zlib.compress(b"BT /F 12 Tf (x) Tj ET " * (size // 22), 9)
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: "<< /Type /Pages /Kids [6 0 R] /Count 1 >>",
        3: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        4: "<< >>",
        6: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 7 0 R /Resources << /Font << /F 3 0 R >> >> >>",
        7: b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed) + packed + b"\nendstream",
    }
    return assembled(objects)


def looping():
    """A form that draws itself, twice over."""
    data = "/X Do /X Do "
    form = "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >> /Length 12 >>"
    return pdf("/I Do", picture=True, extra=[(5, f"{form}\nstream\n{data}\nendstream")])


def circular_places():
    """The table of places before this one is this one."""
    data = pdf(shown("x"))
    at = data.rindex(b"startxref\n") + 10
    place = data[at : data.index(b"\n", at)]
    return data.replace(b"/Root", b"/Prev " + place + b" /Root")


def many_pages():
    return pdf(shown("x"), extra=[(2, "<< /Type /Pages /Kids [6 0 R] /Count 2000000000 >>")])


CIRCLES = {
    "a form that draws itself": looping,
    "a table of places before itself": circular_places,
    "two thousand million pages": many_pages,
    "an outline that is its own next": lambda: pdf(
        shown("x"),
        extra=[
            (1, "<< /Type /Catalog /Pages 2 0 R /Outlines 10 0 R >>"),
            (10, "<< /First 11 0 R >>"),
            (11, "<< /Title (a) /Next 11 0 R /First 11 0 R >>"),
        ],
    ),
    "brackets in brackets": lambda: pdf(shown("x"), extra=[(10, "[" * 100_000)]),
    "noise": lambda: b"%PDF-1.7\n" + os.urandom(100_000) + b"\n%%EOF",
    "objects never closed": lambda: b"%PDF-1.7\n" + b"1 0 obj\n<<" * 50_000,
}
"""What to make when its test runs: making all of them takes seconds, which every worker would spend at its start."""


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=pytest.mark.slow) if n == "a form that draws itself" else n for n in CIRCLES]
)
def test_a_pdf_that_turns_in_circles_ends(opener, name):
    text, unread = asked(opener, CIRCLES[name](), "x.pdf")
    assert unread is not None or "x" in (text or "")


@pytest.mark.slow
def test_a_pdf_that_unpacks_without_end(opener):
    text, unread = asked(opener, inflated(400 << 20), "x.pdf")
    assert unread in {"too large", "took too long", "damaged"}
    assert text is None or len(text) <= 4_000_000


def entities():
    doc = '<!DOCTYPE a [<!ENTITY a "' + "x" * 10_000 + '">]><t>' + "&a;" * 10_000 + "</t>"
    return zipped({"word/document.xml": doc})


WITHOUT_END = {
    "blanks in a document": (lambda: zipped({"word/document.xml": "<a>" + " " * (200 << 20) + "</a>"}), "too large"),
    "blanks in a sheet": (
        lambda: zipped({"xl/workbook.xml": "<a/>", "xl/worksheets/sheet1.xml": "<a>" + " " * (200 << 20)}),
        "too large",
    ),
    "one paragraph": (lambda: odt("<text:p>" + "x" * (100 << 20) + "</text:p>"), "too large"),
    "elements in elements": (lambda: docx("<a>" * 1_000_000), "damaged"),
    "twenty thousand parts": (
        lambda: zipped({f"word/header{n}.xml": "<a/>" for n in range(20_000)} | {"word/document.xml": "<w:t>x</w:t>"}),
        None,
    ),
    "entities": (entities, "damaged"),
    "bytes": (lambda: b"x" * (LARGEST + 1), "too large"),
}


@pytest.mark.parametrize("name", WITHOUT_END)
def test_archives_that_unpack_without_end(opener, name):
    make, unread = WITHOUT_END[name]
    assert asked(opener, make(), "x")[1] == unread


def test_a_text_of_fifty_megabytes(opener):
    text, unread = asked(opener, "é€😀x".encode() * (50_000_000 // 10), "x.txt")
    assert unread == "too large"
    assert text.startswith("é€😀x")


def test_a_document_that_hangs_is_given_up_and_the_next_is_read():
    with Opener(seconds=1) as opener:
        slow = b"<html>" + b"<![if " * 200_000  # the standard library's parser takes quadratic time over it
        start = time.monotonic()
        found = opener.open(slow, "x.html")
        assert time.monotonic() - start < 5
        assert found.unread in {"took too long", None}
        process = opener._started()
        os.kill(process.pid, 19)  # SIGSTOP: it answers nothing
        assert opener.open(b"y", "y.txt").unread == "took too long"
        assert opener.open(b"z", "z.txt").text == "z"


def test_a_process_that_dies_is_started_anew():
    with Opener() as opener:
        assert opener.open(b"a", "a.txt").text == "a"
        opener._process.kill()
        opener._process.wait()
        assert opener.open(b"b", "b.txt").text == "b"
        first = opener._process.pid
        assert opener.open(b"c", "c.txt").text == "c"
        assert opener._process.pid == first
    assert opener._process is None


def test_a_process_without_room_says_too_large():
    with Opener(memory=120 << 20) as opener:
        assert opener.open("é".encode() * 20_000_000, "x.txt").unread == "too large"
        assert opener.open(b"z", "z.txt").text == "z"


PROBE = """
import os, resource, socket, sys
from stores import documents_worker
documents_worker._prepare()
documents_worker._confine(512 << 20)
for what in (lambda: open("/etc/hostname"), lambda: open("/tmp/x", "w"), socket.socket, os.pipe):
    try:
        what()
    except OSError as error:
        print(error.errno, end=" ")
    else:
        print("opened", end=" ")
print(resource.getrlimit(resource.RLIMIT_AS)[0] >> 20, "ABIDE_KEY" in os.environ)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit address space")
def test_the_process_can_open_nothing():
    done = subprocess.run(
        [sys.executable, "-c", PROBE], capture_output=True, text=True, check=True, env={"PYTHONPATH": "."}
    )
    assert done.stdout.split() == ["24", "24", "24", "24", "512", "False"]


def test_the_process_holds_no_secret(monkeypatch):
    monkeypatch.setenv("ABIDE_KEY", "0" * 64)
    with Opener() as opener:
        opener.open(b"a", "a.txt")
        if sys.platform == "linux":
            assert b"ABIDE_KEY" not in Path(f"/proc/{opener._process.pid}/environ").read_bytes()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell")
def test_the_memory_of_the_process_is_bounded(opener):
    for data in (docx(run("x" * 1000) * 20_000), pdf(*[shown("x" * 1000)] * 200), "é".encode() * 30_000_000):
        assert opener.open(data, "x").text
        if opener._process is not None:
            status = Path(f"/proc/{opener._process.pid}/status").read_text(encoding="ascii")
            largest = int(status.partition("VmPeak:")[2].split()[0])
            assert largest * 1024 <= MEMORY
