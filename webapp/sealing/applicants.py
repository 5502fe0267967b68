"""An applicant's own pair, one for each case: what the tracker shows is sealed to it beside `content`; pure."""

from webapp.sealing.boxes import DataKey, PrivateKey, PublicKey

PLACE = "applicant"


def new_pair(case: str, wrapping: DataKey) -> tuple[PublicKey, bytes]:
    """A pair for a case: the public half, and the private one closed under the phrase's wrapping key.

    Give the public half to `sealer_for(..., keys=("content", public))`, and keep both with the case. After a lost
    phrase an officer makes a new pair, and each record that the tracker shows is sealed anew.
    """
    key = PrivateKey.new()
    return key.public, close_pair(case, wrapping, key)


def open_pair(case: str, wrapping: DataKey, closed: bytes) -> PrivateKey:
    """The applicant's private half. Raises SealBrokenError for another phrase or case."""
    return PrivateKey(wrapping.open(closed, PLACE, case))


def close_pair(case: str, wrapping: DataKey, key: PrivateKey) -> bytes:
    """A private half that is at hand, closed under a phrase's wrapping key: what new words for the same pair need."""
    return wrapping.seal(key.reveal(), PLACE, case)


def change_phrase(case: str, old: DataKey, new: DataKey, closed: bytes) -> bytes:
    """The same pair under another phrase, while the old one is at hand."""
    return close_pair(case, new, open_pair(case, old, closed))
