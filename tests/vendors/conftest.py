"""No test of a vendor waits: for an answer a tenth of a second, between two tries not at all."""

import httpx
import pytest

import stores.vendor_api as http


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(http, "TIMEOUT", httpx.Timeout(1.0, read=0.1))
    monkeypatch.setattr(http.time, "sleep", lambda _: None)
