"""Security keys and passkeys (WebAuthn): the questions that we ask them, and whether an answer is right."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from webapp.kit.installation import current_settings
from webapp.partnership.current import current_partnership

# An answer is a few kilobytes; more is not looked at.
LONGEST_ANSWER = 20_000


@dataclass(frozen=True, kw_only=True)
class Question:
    """What the browser's script passes to the key, as JSON, and the challenge to be remembered."""

    options: str
    challenge: bytes


@dataclass(frozen=True, kw_only=True)
class NewKey:
    """A key that has just introduced itself."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


def ask_to_join(*, officer_id: bytes, email: str, name: str, known: Iterable[bytes]) -> Question:
    """Ask a key to make a credential for this officer here; `known` ones need not come again."""
    options = generate_registration_options(
        rp_id=_host(),
        rp_name=current_partnership().name,
        user_id=officer_id,
        user_name=email,
        user_display_name=name,
        exclude_credentials=[PublicKeyCredentialDescriptor(id=each) for each in known],
        # It is the second factor, after the passphrase: neither stored names nor a PIN are needed.
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.DISCOURAGED,
        ),
    )
    return Question(options=options_to_json(options), challenge=options.challenge)


def ask_to_prove(known: Iterable[bytes]) -> Question:
    """Ask one of the officer's keys to sign a challenge."""
    options = generate_authentication_options(
        rp_id=_host(),
        allow_credentials=[PublicKeyCredentialDescriptor(id=each) for each in known],
        user_verification=UserVerificationRequirement.DISCOURAGED,
    )
    return Question(options=options_to_json(options), challenge=options.challenge)


def read_joining(answer: str, *, challenge: bytes) -> NewKey | None:
    """The new key, or None where the answer is not to our question or not from our page."""
    if len(answer) > LONGEST_ANSWER:
        return None
    try:
        verified = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=_host(),
            expected_origin=current_settings().desk_url,
        )
    except (WebAuthnException, ValueError, KeyError):
        return None
    return NewKey(
        credential_id=verified.credential_id,
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
    )


def read_proof(answer: str, *, challenge: bytes, public_key: bytes, sign_count: int) -> int | None:
    """The key's new count of uses, or None where the answer is wrong; a count that went back means a copied key."""
    if len(answer) > LONGEST_ANSWER:
        return None
    try:
        verified = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=_host(),
            expected_origin=current_settings().desk_url,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
        )
    except (WebAuthnException, ValueError, KeyError):
        return None
    return verified.new_sign_count


def _host() -> str:
    return urlsplit(current_settings().desk_url).hostname or "localhost"
