"""A publisher's web server, on this machine, that does as the test says: ranges, refusals, broken connections."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Answer:
    """What the server says to one request."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    breaks_after: int | None = None
    """Bytes of the body after which the connection is cut."""
    ranges: bool = True
    """Whether a part may be asked for."""


@dataclass
class Publisher:
    """``answers`` are given in turn, the last of them for good; ``asked`` holds the path and headers of requests."""

    address: str
    answers: list[Answer] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    by_path: Callable[[str], Answer] | None = None

    def says(self, *answers: Answer) -> None:
        self.answers[:] = answers

    def next(self, path: str) -> Answer:
        if self.by_path is not None:
            return self.by_path(path)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def publisher() -> Iterator[Publisher]:
    """A running server; ``address`` is its http address, without a slash at the end."""
    here = Publisher("")

    class Desk(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            here.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            answer = here.next(self.path)
            body, status, headers = answer.body, answer.status, dict(answer.headers)
            wanted, condition = self.headers.get("Range"), self.headers.get("If-Range")
            if wanted and status == 200 and answer.ranges and condition in (None, *headers.values()):
                start = int(wanted.removeprefix("bytes=").removesuffix("-"))
                if start >= len(body):
                    status, body = 416, b""
                else:
                    headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
                    status, body = 206, body[start:]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if "Transfer-Encoding" not in headers:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: answer.breaks_after])
            if answer.breaks_after is not None:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Says nothing: the test asks ``asked``."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    here.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield here
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
