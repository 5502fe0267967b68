"""Say in one sentence why the site cannot listen on HOST and PORT, before anything else is done."""

# This runs before the set-up, so perhaps on a Python that is too old for the site itself.
from __future__ import annotations

import errno
import os
import signal
import socket
import sys

IN_USE = "Port {port} is in use: stop the program that uses it, or choose another port: make serve PORT={other}"
REASONS = {
    errno.EADDRINUSE: IN_USE,
    errno.EACCES: "Port {port} may only be opened by an administrator: choose one above 1023: make serve PORT=5000",
    errno.EADDRNOTAVAIL: "HOST is {host!r}, which is no address of this machine: use 127.0.0.1, or 0.0.0.0 for all.",
}
UNKNOWN_HOST = "HOST is {host!r}, which is not a known name or address: use 127.0.0.1, or 0.0.0.0 for all."
OTHER_REASON = "Port {port} on {host} cannot be opened: {reason}."


def reason_not_to_listen(host: str, port: str) -> str | None:
    """The sentence to show, or None when the site can listen."""
    if not (port.isascii() and port.isdigit() and 1 <= int(port) <= 65535):
        return f"PORT is {port!r}: set it to a whole number from 1 to 65535."
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
    except OSError:
        return UNKNOWN_HOST.format(host=host)
    with socket.socket(family, kind, protocol) as listener:
        # A port that was closed a moment ago is free, although the system still waits for late packets.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
            listener.listen(1)
        except OSError as error:
            sentence = REASONS.get(error.errno or 0, OTHER_REASON)
            return sentence.format(host=host, port=port, other=int(port) + 1, reason=error.strerror)
    return None


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    host, port = os.environ.get("HOST", "").strip(), os.environ.get("PORT", "").strip()
    sys.exit(reason_not_to_listen(host or "127.0.0.1", port or "5000"))
