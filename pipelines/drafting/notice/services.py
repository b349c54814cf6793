"""The services that the catalog knows to be processors, by name: read from the first lines of each map."""

from __future__ import annotations

import re
from functools import cache

from stores.controller import CATALOG

_PROCESSOR = re.compile(r"^processor: *true", re.MULTILINE)
_VENDOR = re.compile(r"^vendor: *[\"']?([^\"'\n(#]+)", re.MULTILINE)


@cache
def services() -> tuple[str, ...]:
    """The vendors whose map says that they hold data for their customers (Art. 4(8))."""
    heads = [path.read_text(encoding="utf-8") for path in sorted(CATALOG.glob("*.yaml"))]
    names = (_VENDOR.search(head) for head in heads if _PROCESSOR.search(head))
    return tuple(name[1].strip() for name in names if name)
