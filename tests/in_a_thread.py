"""A server in a thread of this process, for as long as a test needs it."""

import contextlib
import socketserver
import threading
from collections.abc import Iterator

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
