"""The kinds of work that enquiries bring to the desk."""

from webapp.enquiries.desk_wording import ACTS, KIND_NAMES
from webapp.enquiries.rules import Kind
from webapp.work.kinds import ItemKind, register_kinds
from webapp.work.wording import register_acts

PERMISSION = "enquiries"
ENDPOINT = "desk.enquiries.enquiry"


def item_kind(kind: Kind) -> str:
    """The code of the work that an enquiry of this kind is."""
    return f"enquiry.{kind}"


register_kinds(
    *(
        ItemKind(code=item_kind(kind), label=name, permission=PERMISSION, endpoint=ENDPOINT, argument="enquiry_id")
        for kind, name in KIND_NAMES.items()
    )
)
register_acts(ACTS)
