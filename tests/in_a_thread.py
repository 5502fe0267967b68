"""A server in a thread of this process, for as long as a test needs it."""

import contextlib
import socketserver
import threading
from collections.abc import Iterable, Iterator
from typing import Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

# How soon, in seconds, it hears that its test is over.
ENDS_WITHIN = 0.01


@contextlib.contextmanager
def serving(server: socketserver.BaseServer) -> Iterator[None]:
    """Answer until the block ends; then nothing of it is left."""
    thread = threading.Thread(target=server.serve_forever, args=(ENDS_WITHIN,))
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def web_server(app: Any, port: int = 0, *, host: str = "127.0.0.1") -> BaseWSGIServer:
    """A server for browsers, with a thread for each that asks; it writes no line for a request."""
    return make_server(host, port, Whole(app), threaded=True, request_handler=_Silent)


class Whole:
    """An app whose answers are read to their end, and what they opened closed, before they are sent.

    Werkzeug's server leaves a file open where the browser goes away while it is sent, and any later test fails of it.
    """

    def __init__(self, app: Any) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        answer = self.app(environ, start_response)
        try:
            return [b"".join(answer)]
        finally:
            if hasattr(answer, "close"):
                answer.close()


class _Silent(WSGIRequestHandler):
    def log(self, *_what: object) -> None:
        pass
