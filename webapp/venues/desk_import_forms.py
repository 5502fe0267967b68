"""What officers are asked about a list of places that they bring."""

from flask_babel import lazy_gettext as _l

from webapp.kit.forms import Choice, FileField, Form, RadiosField
from webapp.venues.importing.planning import Choice as TwinChoice
from webapp.venues.importing.source import MOST_BYTES
from webapp.venues.schemes import SCHEMES

AS_LISTED = "as-listed"
TYPES = ("csv", "txt", "json", "geojson")


def _schemes() -> list[Choice]:
    own = Choice(AS_LISTED, _l("As the list says; none where it says nothing"))
    return [own, *(Choice(scheme.code.value, scheme.name) for scheme in SCHEMES)]


class ListForm(Form):
    """A list to read."""

    file = FileField(
        _l("File"),
        missing=_l("Choose a file"),
        hint=_l("CSV, GeoJSON or Open Referral. 50,000 places and 128 MB at most."),
        types=TYPES,
        at_most=MOST_BYTES,
    )
    scheme = RadiosField(
        _l("Which scheme do places without one apply for?"),
        hint=_l("A place is listed only where its row has the day of the training and a champion."),
        missing=_l("Choose a scheme, or what the list says"),
        choices=_schemes,
        default=AS_LISTED,
    )


class TwinsForm(Form):
    """What to do with rows that may be about places which are here; each row's own choice stands beside it."""

    otherwise = RadiosField(
        _l("What about rows that you have not decided on?"),
        missing=_l("Choose what becomes of them"),
        choices=[
            Choice(TwinChoice.SKIP.value, _l("Leave them out")),
            Choice(TwinChoice.SAME.value, _l("They are the places that are here: change those")),
            Choice(TwinChoice.NEW.value, _l("They are other places: add them")),
        ],
        default=TwinChoice.SKIP.value,
    )
