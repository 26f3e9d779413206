"""The HTTP server, and the sandbox as a context manager for tests."""

from __future__ import annotations

import contextlib
import os
import socket
import socketserver
import struct
import threading
import traceback
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from types import TracebackType
from urllib.parse import parse_qsl, unquote, urlsplit

from wizard.sandbox import control, persistence, scenarios
from wizard.sandbox.answers import Answer, Request, html_answer
from wizard.sandbox.faults import Fault, Kind
from wizard.sandbox.state import Account
from wizard.sandbox.world import Recorded, World

LARGEST_BODY = 8 * 1024 * 1024
LONGEST_HANG = 600.0
"""Seconds after which even a hanging answer gives up the connection."""


class Sandbox:
    """A running sandbox. A context manager; leaving it stops the server.

    Attributes:
        address: `http://127.0.0.1:<port>`.
        crashes: tracebacks of errors in the sandbox itself; empty unless it has a bug.
    """

    def __init__(self, scenario: str, port: int = 0, state: Path | None = None, pools: int | None = None) -> None:
        self._server = _Server(port)
        self.address = f"http://127.0.0.1:{self._server.port}"
        try:
            account = persistence.load(state, scenario, self.address) if state else None
            account = account or scenarios.build(scenario, self.address, pools)

            def save(changed: Account) -> None:
                if state:
                    persistence.save(state, changed, self.address)

            save(account)
        except BaseException:
            self._server.server_close()
            raise
        self.world = World(account, scenarios.rules(scenario), self.address, save)
        self._server.world = self.world
        self.crashes = self._server.crashes
        self._thread = threading.Thread(target=self._server.serve, name="sandbox", daemon=True)
        self._thread.start()

    @property
    def requests(self) -> list[Recorded]:
        """The requests that came in so far, oldest first."""
        return list(self.world.requests)

    @property
    def account(self) -> Account:
        """The simulated account itself, to look at or to change behind everybody's back."""
        return self.world.account

    def stop(self) -> None:
        """Stop serving and cut every connection. May be called twice."""
        self._server.stop()
        self._thread.join(5)
        self._server.server_close()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def start(scenario: str, port: int = 0, state: Path | None = None, pools: int | None = None) -> Sandbox:
    """Start a sandbox in a thread of this process.

    Args:
        scenario: one of `wizard.sandbox.SCENARIOS`.
        port: the port on 127.0.0.1; 0 for any.
        state: the file that keeps the account, taken up again if it exists.
        pools: how many pools `many-pools` has.

    Raises:
        KeyError: there is no such scenario.
        OSError: the port is taken, or the state cannot be written.
        wizard.sandbox.persistence.UnusableState: the state file cannot be taken up.
    """
    return Sandbox(scenario, port, state, pools)


class _Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 256
    world: World

    def __init__(self, port: int) -> None:
        self.crashes: list[str] = []
        self.stopping = threading.Event()
        self._open: set[socket.socket] = set()
        self._open_lock = threading.Lock()
        super().__init__(("127.0.0.1", port), _Handler)
        self.port = int(self.server_address[1])

    def process_request(self, request: socket.socket | tuple[bytes, socket.socket], client_address: object) -> None:
        if isinstance(request, socket.socket):
            with self._open_lock:
                self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        if isinstance(request, socket.socket):
            with self._open_lock:
                self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """Connections break when a client goes away; that is nobody's news. Anything else is a bug to be seen."""
        trace = traceback.format_exc()
        if not any(
            name in trace for name in ("ConnectionError", "BrokenPipe", "ConnectionReset", "ConnectionAborted")
        ):
            self.crashes.append(trace)

    def serve(self) -> None:
        """Take connections until `stop`, without waking up in between."""
        while not self.stopping.is_set():
            self.handle_request()

    def stop(self) -> None:
        """Stop taking connections and cut those that are open. May be called twice."""
        if self.stopping.is_set():
            return
        self.stopping.set()
        with contextlib.suppress(OSError):  # one more connection, to wake `serve`
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        with self._open_lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def handle_one(self) -> None:
        """Read one request, let the world answer it, and send the answer."""
        request = self._read()
        if request is None:
            return
        world = self.server.world
        # The control surface is no part of the world: it is neither recorded nor spoilt.
        controls = request.path.startswith(control.PREFIX)
        delay, fault = (0.0, None) if controls else world.take(request)
        if delay and self.server.stopping.wait(delay):
            self.close_connection = True
            return
        try:
            if fault and fault.kind in {Kind.RESET, Kind.HANG}:
                self._give_none(world, request, fault)
                return
            answer = control.answer(world, request) if controls else world.answer(request, fault)
        except Exception:  # noqa: BLE001 - a bug here must show as one, not as a lost connection
            self.server.crashes.append(traceback.format_exc())
            answer = html_answer(500, "<html><body>The sandbox itself failed.</body></html>")
        self._send(answer)

    do_GET = do_POST = do_HEAD = do_PUT = do_DELETE = do_OPTIONS = handle_one

    def _read(self) -> Request | None:
        stated = self.headers.get("Content-Length", "0")
        length = int(stated) if stated.isdecimal() else LARGEST_BODY + 1
        if "Transfer-Encoding" in self.headers or length > LARGEST_BODY:
            self.close_connection = True
            self._send(html_answer(413, "<html><body>A body needs a Content-Length, and a small one.</body></html>"))
            return None
        body = self.rfile.read(length) if length else b""
        parts = urlsplit(self.path)
        return Request(
            self.command,
            unquote(parts.path),
            dict(parse_qsl(parts.query, keep_blank_values=True)),
            {name.lower(): value for name, value in self.headers.items()},
            body,
        )

    def _give_none(self, world: World, request: Request, fault: Fault) -> None:
        """Play the faults that leave no answer at all."""
        if fault.after:
            world.answer(request, None)
        if fault.kind is Kind.HANG:
            self.server.stopping.wait(LONGEST_HANG)
        else:
            # Closing with a linger time of zero sends RST instead of FIN (socket(7), SO_LINGER).
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            os.close(self.connection.detach())
        self.close_connection = True

    def _send(self, answer: Answer) -> None:
        """Send an answer in one piece: two small packets would wait for each other (Nagle and delayed ACK)."""
        phrase = HTTPStatus(answer.status).phrase
        headers = [("Date", formatdate(usegmt=True)), *answer.headers, ("Content-Length", str(len(answer.body)))]
        if self.close_connection:
            headers.append(("Connection", "close"))
        head = f"HTTP/1.1 {answer.status} {phrase}\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers)
        body = b"" if self.command == "HEAD" else answer.body
        self.wfile.write(head.encode("latin-1", "replace") + b"\r\n" + body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing: the terminal belongs to the wizard."""
