"""What the vendors' stand-ins share: a server on this machine, what it was asked, and faults on demand.

A fault is planted for the next calls (``plant``) or for all (``always``): 429, 500, cut, silent, garbled;
and lost: it is done, and the answer does not come.
"""

from __future__ import annotations

import json
import threading
from collections import deque
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class Standin:
    """A vendor. Subclasses answer in ``reply(method, path, query, body)``: status, body (or None), headers."""

    token = "Bearer of-the-eraser"

    def __init__(self):
        self.asked, self.faults, self.always, self.lies = [], deque(), None, False
        self.only = None  # the method that faults concern; None for all
        self.freed = threading.Event()

    def plant(self, *faults, only=None):
        self.faults.extend(faults)
        self.only = only

    def fault(self, method):
        if self.only and method != self.only:
            return None
        return self.faults.popleft() if self.faults else self.always

    def allowed(self, headers):
        return headers.get("Authorization") == self.token

    def unauthorised(self):
        return 401, {"message": "no"}, {}

    def reply(self, method, path, query, body):
        raise NotImplementedError


def _handler(vendor):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _do(self):
            size = int(self.headers.get("Content-Length") or 0)
            sent = self.rfile.read(size)
            split = urlsplit(self.path)
            vendor.asked.append((self.command, self.path, sent))
            fault = vendor.fault(self.command)
            self.close_connection = True
            if fault == "cut":
                return
            if fault == "silent":
                vendor.freed.wait(5)
                return
            if fault == "garbled":
                self._send(200, b'{"id": ', {})
                return
            if fault and fault != "lost":
                status, _, wait = str(fault).partition(":")
                self._send(int(status), b"{}", {"Retry-After": wait} if wait else {})
                return
            if not vendor.allowed(self.headers):
                status, body, headers = vendor.unauthorised()
            else:
                query = {name: values[0] for name, values in parse_qs(split.query).items()}
                said = json.loads(sent) if sent else None
                status, body, headers = vendor.reply(self.command, split.path, query, said)
                if fault == "lost":
                    return
            raw = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
            self._send(status, raw, headers)

        def _send(self, status, raw, headers):
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(raw)))
            self.send_header("Connection", "close")
            self.end_headers()
            if raw and status != 204:
                self.wfile.write(raw)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _do  # noqa: N815 - the standard library asks for these names

        def log_message(self, *_):
            pass

    return Handler


@contextmanager
def served(vendor):
    """The stand-in's address, while it runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(vendor))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        vendor.freed.set()
        server.shutdown()
        thread.join()
        server.server_close()
