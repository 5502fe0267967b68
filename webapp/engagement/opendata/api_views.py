"""The API: one view for each operation of the register, the document that describes them, and refusals as JSON."""

import json
from collections.abc import Callable
from time import monotonic

from flask import Blueprint, Response, current_app, request

from webapp.engagement.opendata.catalogue import own_licence
from webapp.engagement.opendata.limits import say_limits, take_one
from webapp.engagement.opendata.openapi import openapi
from webapp.engagement.opendata.operations import OPERATIONS, VERSION, AskedError, Operation, read_asked
from webapp.engagement.opendata.problems import as_problem, is_of_api, problem
from webapp.engagement.opendata.reading import READERS, Asked, NothingHereError
from webapp.engagement.opendata.schemas import as_json
from webapp.kit.freshness import public_page
from webapp.kit.installation import current_settings
from webapp.partnership.current import current_partnership

bp = Blueprint("api", __name__, url_prefix="/api")
JSON = "application/json"
# What a program in a browser may read of our headers.
EXPOSED = "ETag, RateLimit, RateLimit-Policy, Retry-After"


@bp.before_request
def let_in() -> Response | None:
    """Refuse a neighbourhood that asks too often, before any work is done for it."""
    wait = take_one(request.remote_addr, now=monotonic())
    if not wait:
        return None
    refusal = problem(429, f"This part of the internet asks too often. Wait {wait} seconds, then go on more slowly.")
    refusal.headers["Retry-After"] = str(wait)
    return refusal


@bp.after_request
def say_how_often(response: Response) -> Response:
    """Say how often may be asked, in each answer."""
    say_limits(response, request.remote_addr, now=monotonic())
    return response


@bp.after_app_request
def speak_json(response: Response) -> Response:
    """Every refusal under /api is JSON, also where no view was found; and any other site's page may read it."""
    if not is_of_api(request):
        return response
    found = as_problem(request, response)
    found.headers["Access-Control-Allow-Origin"] = "*"
    found.headers["Access-Control-Expose-Headers"] = EXPOSED
    return found


@bp.errorhandler(AskedError)
def say_what_was_wrong(error: AskedError) -> Response:
    """A question that was put in a way that is not known."""
    return problem(400, str(error))


@bp.errorhandler(NothingHereError)
def say_what_there_is(error: NothingHereError) -> Response:
    """Nothing of that name."""
    return problem(404, str(error))


@bp.get("/openapi.json")
@public_page
def document() -> Response:
    """The API as OpenAPI 3.1 has it, made of the register."""
    address = f"{request.script_root}/api/{VERSION}"
    return _json(openapi(publisher=current_partnership().name, address=address, licence=own_licence()))


def _view(operation: Operation, read: Callable[[Asked, str], object]) -> Callable[..., Response]:
    @public_page
    def view(**path: str) -> Response:
        asked = read_asked(operation, list(request.args.items(multi=True)), path)
        return _json(as_json(read(asked, f"{current_settings().public_url}{request.script_root}")))

    return view


def _json(found: object) -> Response:
    words = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return current_app.response_class(f"{words}\n", mimetype=JSON)


for each in OPERATIONS:
    bp.add_url_rule(f"/{VERSION}{each.rule}", each.name, _view(each, READERS[each.name]))
