"""The register of item kinds: each slice adds its own, in `webapp/<slice>/items.py`."""

from dataclasses import dataclass

from flask_babel import LazyString


@dataclass(frozen=True, kw_only=True)
class ItemKind:
    """A kind of work: its stored code, its name in the queue, who may do it, and the page on which it is done."""

    code: str
    label: LazyString
    # A code of webapp/accounts/permissions.py; what an item says for itself goes before it.
    permission: str
    # The desk page of the subject, such as "desk.enquiries.enquiry", and the name of its one argument, the subject's
    # id; without a page the item's own page is all there is.
    endpoint: str | None = None
    argument: str = "subject_id"
    # Whether an officer closes such an item in the queue; else its slice does when the work is done.
    closes_by_hand: bool = False
    # What cannot wait stands above everything else, also above what is overdue, and counts as overdue until it is done.
    comes_first: bool = False
    # Shown while no such item is there: what will come.
    coming: LazyString | str = ""


KINDS: dict[str, ItemKind] = {}


def register_kinds(*kinds: ItemKind) -> None:
    """Add a slice's kinds; a code belongs to one kind for ever."""
    for kind in kinds:
        if KINDS.get(kind.code, kind) != kind:
            message = f"There are two item kinds with the code {kind.code}."
            raise ValueError(message)
        KINDS[kind.code] = kind
