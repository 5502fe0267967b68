"""Asks other sites whether an address that our pages name is still there; only when somebody wants to know."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

TIMEOUT_SECONDS = 10.0
AT_ONCE = 4
# Where HEAD is refused, GET may be answered; its body is not read.
HEAD_REFUSED = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED}
GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
WEB = {"http", "https"}


class Standing(StrEnum):
    """How an address stands: a site that does not let programs in says nothing about its page."""

    FOUND = "found"
    GONE = "gone"
    UNSURE = "not sure"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was learnt about an address."""

    address: str
    standing: Standing
    reason: str


class OddRedirectError(OSError):
    """A site wants to send us where no web page can be."""


class _WebRedirects(HTTPRedirectHandler):
    def redirect_request(
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> Request | None:
        if urlsplit(newurl).scheme not in WEB:
            message = f"is sent on to an address of the kind {urlsplit(newurl).scheme}"
            raise OddRedirectError(message)
        request = super().redirect_request(req, fp, code, msg, headers, newurl)
        if request is not None:
            request.method = req.get_method()
        return request


def ask_outside(addresses: Sequence[str], *, agent: str, timeout: float = TIMEOUT_SECONDS) -> Iterator[Answer]:
    """What each address answers, in their order; `agent` tells the other site who asks."""
    opener = _opener()
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        yield from pool.map(lambda address: _ask(opener, address, agent, timeout), addresses)


def _opener() -> OpenerDirector:
    # Nothing but the web: the opener that Python offers reads files and FTP as well.
    opener = OpenerDirector()
    web = (ProxyHandler(), HTTPHandler(), HTTPSHandler())
    for handler in (*web, _WebRedirects(), HTTPErrorProcessor(), HTTPDefaultErrorHandler()):
        opener.add_handler(handler)
    return opener


def _ask(opener: OpenerDirector, address: str, agent: str, timeout: float) -> Answer:
    if urlsplit(address).scheme not in WEB:
        return Answer(address=address, standing=Standing.UNSURE, reason="is not an address of the web")
    try:
        status = _status(opener, address, "HEAD", agent, timeout)
        if status in HEAD_REFUSED:
            status = _status(opener, address, "GET", agent, timeout)
    except (OSError, HTTPException, ValueError) as error:
        return Answer(address=address, standing=Standing.UNSURE, reason=f"could not be asked: {error}")
    if status in GONE:
        return Answer(address=address, standing=Standing.GONE, reason=f"answers {status}")
    # A redirect that was not followed leads in circles, or out of the web.
    standing = Standing.FOUND if status < HTTPStatus.MULTIPLE_CHOICES else Standing.UNSURE
    return Answer(address=address, standing=standing, reason=f"answers {status}")


def _status(opener: OpenerDirector, address: str, method: str, agent: str, timeout: float) -> int:
    headers = {"User-Agent": agent, "Accept": "text/html,*/*;q=0.8"}
    request = Request(address, method=method, headers=headers)  # noqa: S310 - `_ask` and the opener know the web only
    try:
        with opener.open(request, timeout=timeout) as answer:
            return int(answer.status)
    except HTTPError as error:
        error.close()
        return error.code
