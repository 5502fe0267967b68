"""The account tables: officers and their roles, second factors, links, sessions, and what slows guessing down."""

import datetime as dt
import uuid

from sqlalchemy import JSON, BigInteger, ForeignKey, Integer, LargeBinary, String
from sqlalchemy.orm import relationship

from webapp.accounts.permissions import RoleCode
from webapp.accounts.rules import LinkPurpose, Stage
from webapp.kit.orm import Holds, Keep, Mapped, Model, UtcDateTime, code_check, coded, column, random_key

KEEP = Keep.WHILE_AN_OFFICER
SHORT = Keep.UNTIL_IT_ENDS


class OfficerAccount(Model):
    """An officer; without a passphrase the invitation has not been taken up yet."""

    __tablename__ = "officer"

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    # As typed at sign-in, in lower case: the one way to find an account.
    email: Mapped[str] = column(String(254), nullable=False, unique=True, keep=KEEP)
    name: Mapped[str] = column(String(120), nullable=False, default="", keep=KEEP)
    agency: Mapped[str | None] = column(String(60), keep=KEEP)
    # Argon2id with its own salt.
    passphrase_hash: Mapped[str | None] = column(String(200), keep=KEEP)
    created_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)
    disabled_at: Mapped[dt.datetime | None] = column(UtcDateTime, keep=KEEP)
    roles: Mapped[list["OfficerRole"]] = relationship(
        order_by="OfficerRole.role", cascade="all, delete-orphan", lazy="selectin"
    )


class OfficerRole(Model):
    """A role that an officer holds."""

    __tablename__ = "officer_role"
    __table_args__ = (code_check("role", RoleCode),)

    officer_id: Mapped[uuid.UUID] = column(ForeignKey("officer.id", ondelete="CASCADE"), primary_key=True, keep=KEEP)
    role: Mapped[RoleCode] = column(coded(RoleCode), primary_key=True, keep=KEEP)


class CodeApp(Model):
    """An officer's authenticator app; `last_counter` is the time step of the last code taken, none older is."""

    __tablename__ = "officer_code_app"

    officer_id: Mapped[uuid.UUID] = column(ForeignKey("officer.id", ondelete="CASCADE"), primary_key=True, keep=KEEP)
    secret: Mapped[str] = column(String(400), nullable=False, holds=Holds.SEALED, keep=KEEP)
    last_counter: Mapped[int] = column(BigInteger, nullable=False, keep=KEEP)
    added_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)


class SecurityKey(Model):
    """A security key or passkey (WebAuthn): its public half, and how often it said that it was used."""

    __tablename__ = "officer_security_key"

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    officer_id: Mapped[uuid.UUID] = column(
        ForeignKey("officer.id", ondelete="CASCADE"), nullable=False, index=True, keep=KEEP
    )
    name: Mapped[str] = column(String(60), nullable=False, keep=KEEP)
    credential_id: Mapped[bytes] = column(LargeBinary(1023), nullable=False, unique=True, keep=KEEP)
    public_key: Mapped[bytes] = column(LargeBinary, nullable=False, keep=KEEP)
    sign_count: Mapped[int] = column(BigInteger, nullable=False, keep=KEEP)
    added_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)


class RecoveryCode(Model):
    """A code for the day when the phone is lost: hashed, and deleted when it is used."""

    __tablename__ = "officer_recovery_code"

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    officer_id: Mapped[uuid.UUID] = column(
        ForeignKey("officer.id", ondelete="CASCADE"), nullable=False, index=True, keep=KEEP
    )
    code_hash: Mapped[str] = column(String(64), nullable=False, keep=KEEP)


class OfficerLink(Model):
    """A one-time link that an administrator gave: an invitation or a reset. Only the token's hash is kept."""

    __tablename__ = "officer_link"
    __table_args__ = (code_check("purpose", LinkPurpose),)

    id: Mapped[uuid.UUID] = random_key(keep=SHORT)
    officer_id: Mapped[uuid.UUID] = column(
        ForeignKey("officer.id", ondelete="CASCADE"), nullable=False, index=True, keep=SHORT
    )
    token_hash: Mapped[str] = column(String(64), nullable=False, unique=True, keep=SHORT)
    purpose: Mapped[LinkPurpose] = column(coded(LinkPurpose), nullable=False, keep=SHORT)
    expires_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=SHORT)


class OfficerSession(Model):
    """A browser that is signed in, or on the way there; the browser alone holds the token."""

    __tablename__ = "officer_session"
    __table_args__ = (code_check("stage", Stage),)

    id: Mapped[uuid.UUID] = random_key(keep=SHORT)
    officer_id: Mapped[uuid.UUID] = column(
        ForeignKey("officer.id", ondelete="CASCADE"), nullable=False, index=True, keep=SHORT
    )
    token_hash: Mapped[str] = column(String(64), nullable=False, unique=True, keep=SHORT)
    stage: Mapped[Stage] = column(coded(Stage), nullable=False, keep=SHORT)
    began_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=SHORT)
    seen_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=SHORT)
    # When passphrase and second factor were last given: sensitive acts ask for a recent one.
    proved_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=SHORT)
    # A rough word for the list of one's sessions, such as "Firefox on Windows"; never the whole header.
    device: Mapped[str] = column(String(60), nullable=False, default="", keep=SHORT)
    # The one question that a security key may answer now; taken out as it is answered.
    challenge: Mapped[bytes | None] = column(LargeBinary, keep=SHORT)
    # The secret of an authenticator app that is being added and not confirmed yet.
    pending_secret: Mapped[str | None] = column(String(400), holds=Holds.SEALED, keep=SHORT)
    # The content key, wrapped under a secret that only this browser holds (security decision 3).
    wrapped_key: Mapped[bytes | None] = column(LargeBinary, holds=Holds.SEALED, keep=SHORT)


class KeptForm(Model):
    """A form whose session had ended: sealed under a key that only the officer's browser holds."""

    __tablename__ = "officer_kept_form"

    id: Mapped[uuid.UUID] = random_key(keep=SHORT)
    officer_id: Mapped[uuid.UUID] = column(
        ForeignKey("officer.id", ondelete="CASCADE"), nullable=False, index=True, keep=SHORT
    )
    sealed: Mapped[bytes] = column(LargeBinary, nullable=False, holds=Holds.SEALED, keep=SHORT)
    expires_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=SHORT)


class Guessing(Model):
    """How often something was lately tried: an account or a network address, each as a keyed hash only."""

    __tablename__ = "officer_guessing"

    target: Mapped[str] = column(String(64), primary_key=True, holds=Holds.BLIND_INDEX, keep=SHORT)
    # The moments of the last few tries, in seconds since 1970.
    recent: Mapped[list[float]] = column(JSON, nullable=False, default=list, keep=SHORT)
    failures: Mapped[int] = column(Integer, nullable=False, default=0, keep=SHORT)
    locked_until: Mapped[dt.datetime | None] = column(UtcDateTime, keep=SHORT)
    tried_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, index=True, keep=SHORT)
