"""Asks ClamAV (`CLAMD_URL`: tcp://host:port or unix:///path) whether a file is clean."""

import socket
import struct
from collections.abc import Iterable
from urllib.parse import urlsplit

CHUNK = 64 * 1024
SECONDS = 30
LONGEST_ANSWER = 4096


class ScannerUnreachableError(Exception):
    """The scanner does not answer: nothing is known of the file."""


def is_clean(content: bytes | Iterable[bytes], url: str) -> bool:
    """Whether the scanner finds nothing in the content, whole or in pieces. Raises ScannerUnreachableError."""
    pieces = _cut(content) if isinstance(content, bytes) else content
    try:
        with _connection(url) as connection:
            connection.sendall(b"zINSTREAM\0")
            for part in pieces:
                connection.sendall(struct.pack("!I", len(part)) + part)
            connection.sendall(struct.pack("!I", 0))
            answer = _answer(connection)
    except OSError:
        raise ScannerUnreachableError from None
    if answer.endswith(b"FOUND"):
        return False
    if answer.endswith(b"OK"):
        return True
    raise ScannerUnreachableError


def _cut(content: bytes) -> Iterable[bytes]:
    return (content[start : start + CHUNK] for start in range(0, len(content), CHUNK))


def _connection(url: str) -> socket.socket:
    parts = urlsplit(url)
    if parts.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(SECONDS)
        try:
            connection.connect(parts.path)
        except OSError:
            connection.close()
            raise
        return connection
    return socket.create_connection((parts.hostname or "localhost", parts.port or 3310), timeout=SECONDS)


def _answer(connection: socket.socket) -> bytes:
    answer = b""
    while len(answer) < LONGEST_ANSWER and not answer.endswith(b"\0") and (part := connection.recv(CHUNK)):
        answer += part
    return answer.rstrip(b"\0\n ")
