"""What the installation's own secrets do here: tokens and addresses become hashes, app secrets are sealed."""

import hashlib
import hmac
import ipaddress
import secrets

from nacl.exceptions import CryptoError
from nacl.secret import Aead

from webapp.kit.installation import current_settings
from webapp.kit.secret_files import secret

TOKEN_BYTES = 32


def new_token() -> str:
    """256 random bits for a cookie or a link (ASVS 7.2.3 asks for 128)."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> str:
    """What is kept of a token; it is random and long, so a plain hash cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()


def target_of(kind: str, value: str) -> str:
    """The keyed hash under which tries against `value` are counted: the value itself is never stored."""
    return hmac.digest(_key("guessing"), f"{kind}:{value}".encode(), "sha256").hex()


def network_of(address: str) -> str:
    """The network that an address counts for: an IPv6 home has a whole /64."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        # A server that listens for both kinds writes all of IPv4 like this: it is not one network.
        parsed = parsed.ipv4_mapped
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network(f"{parsed}/64", strict=False))


def seal_secret(plain: str, *, bound_to: str) -> str:
    """An authenticator app's secret, unreadable in the database and of no use in another officer's row."""
    return Aead(_key("authenticator")).encrypt(plain.encode(), bound_to.encode()).hex()


def open_secret(sealed: str, *, bound_to: str) -> str | None:
    """The secret again; None where it was changed or belongs to somebody else."""
    try:
        return Aead(_key("authenticator")).decrypt(bytes.fromhex(sealed), bound_to.encode()).decode()
    except CryptoError:
        return None


def _key(name: str) -> bytes:
    return hashlib.sha256(secret(current_settings().instance_dir, name).encode()).digest()
