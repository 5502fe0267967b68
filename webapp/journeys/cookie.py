"""The cookie of a person's drafts: for each journey an id and a key, never an answer; gone with the browser."""

import uuid

from flask import request
from werkzeug.wrappers import Response

from webapp.journeys.drafts import Holder
from webapp.kit.installation import current_settings
from webapp.sealing.boxes import DataKey

NAME = "journey"


def read() -> dict[str, Holder]:
    """The drafts of this browser by journey; whatever is no entry of ours counts as none."""
    found = {}
    for entry in request.cookies.get(_name(), "").split("~"):
        try:
            name, draft_id, key = entry.split(".")
            found[name] = Holder(id=uuid.UUID(hex=draft_id), key=DataKey(bytes.fromhex(key)))
        except ValueError:
            continue
    return found


def write(response: Response, name: str, holder: Holder | None) -> None:
    """Have the browser keep this draft for the journey `name`, or none."""
    held = {key: value for key, value in read().items() if key != name} | ({name: holder} if holder else {})
    value = "~".join(f"{key}.{each.id.hex}.{each.key.reveal().hex()}" for key, each in held.items())
    if value:
        response.set_cookie(_name(), value, secure=_is_secure(), httponly=True, samesite="Lax")
    else:
        expire(response)


def expire(response: Response) -> None:
    """Have the browser forget all of them: whoever looks at it next finds no way to the answers."""
    response.delete_cookie(_name(), secure=_is_secure(), httponly=True, samesite="Lax")


def _name() -> str:
    return f"__Host-{NAME}" if _is_secure() else NAME


def _is_secure() -> bool:
    return current_settings().secure_cookies
