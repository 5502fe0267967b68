"""The rules of sign-in, as tables."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.accounts.permissions import ROLE_BY_CODE, ROLES, Officer, Permission, RoleCode, permissions_of
from webapp.accounts.rules import (
    LOCKED_AFTER,
    SessionTimes,
    Stage,
    Tries,
    device_name,
    is_alive,
    is_due_for_renewal,
    is_recent,
    safe_next,
    wait_before,
    with_failure,
    with_try,
)

NOON = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)


def minutes(count: float) -> dt.timedelta:
    return dt.timedelta(minutes=count)


@pytest.mark.parametrize(
    ("stage", "age", "idle", "alive"),
    [
        (Stage.FULL, 0, 0, True),
        (Stage.FULL, 29.9, 29.9, True),
        (Stage.FULL, 30, 30, False),
        (Stage.FULL, 599, 1, True),
        (Stage.FULL, 600, 0, False),
        (Stage.HALF, 59, 1, True),
        (Stage.HALF, 60, 0, False),
        (Stage.ENROLLING, 60, 0, False),
        (Stage.RENEWING, 31, 30, False),
    ],
)
def test_a_session_lives_30_minutes_idle_and_10_hours_at_most(stage, age, idle, alive):
    times = SessionTimes(stage, NOON - minutes(age), NOON - minutes(idle))
    assert is_alive(times, now=NOON) is alive


@pytest.mark.parametrize(("ago", "recent"), [(0, True), (14.9, True), (15, False)])
def test_a_proof_is_recent_for_a_quarter_of_an_hour(ago, recent):
    assert is_recent(NOON - minutes(ago), now=NOON) is recent


def test_activity_is_written_down_once_a_minute():
    assert not is_due_for_renewal(NOON - dt.timedelta(seconds=59), now=NOON)
    assert is_due_for_renewal(NOON - dt.timedelta(seconds=60), now=NOON)


@given(st.lists(st.floats(min_value=0, max_value=30), min_size=20, max_size=200))
def test_no_minute_ever_holds_more_than_five_tries(pauses):
    tries, moment, taken = Tries(), NOON, []
    for pause in pauses:
        moment += dt.timedelta(seconds=pause)
        if wait_before(tries, limit=5, now=moment) is None:
            tries = with_try(tries, limit=5, now=moment)
            taken.append(moment)
    for first in taken:
        assert len([each for each in taken if first <= each < first + minutes(1)]) <= 5


def test_who_waits_as_long_as_told_may_try_again():
    tries = Tries()
    for _ in range(5):
        tries = with_try(tries, limit=5, now=NOON)
    wait = wait_before(tries, limit=5, now=NOON + dt.timedelta(seconds=20))
    assert wait == dt.timedelta(seconds=40)
    assert wait_before(tries, limit=5, now=NOON + minutes(1)) is None


@pytest.mark.parametrize(("failures", "locked"), [(19, None), (20, 15), (39, None), (40, 60), (60, 720), (80, 720)])
def test_every_twentieth_wrong_answer_in_a_row_locks_for_longer(failures, locked):
    tries = with_failure(Tries(failures=failures - 1), now=NOON)
    assert tries.locked_until == (None if locked is None else NOON + minutes(locked))


def test_while_locked_nothing_is_tried():
    tries = with_failure(Tries(failures=LOCKED_AFTER - 1), now=NOON)
    assert wait_before(tries, limit=5, now=NOON + minutes(14)) == minutes(1)
    assert wait_before(tries, limit=5, now=NOON + minutes(15)) is None


@pytest.mark.parametrize(
    "address",
    ["/desk", "/desk/", "/desk/queue?show=mine&page=2", "/desk/officers", "/desk/items/0b1c-4/notes", "/desk?x=%C3%A9"],
)
def test_a_plain_path_of_the_desk_may_come_next(address):
    assert safe_next(address, default="/desk") == address


def hostile_addresses() -> list[str]:
    hosts = ["evil.example", "evil.example/desk", "localhost:5000@evil.example", "evil.example%2Fdesk", "[::1]"]
    starts = [
        "//",
        "///",
        "////",
        "/\\",
        "\\\\",
        "\\/",
        "https://",
        "http://",
        "HTTPS://",
        "ftp://",
        "https:/",
        "https:",
    ]
    inside = ["/desk//", "/desk/../", "/desk/..//", "/desk/%2e%2e/", "/desk/%2F%2F", "/desk\\", "/desk/\\", "/desk@"]
    others = ["/desk:80@", "/desk.", "/deskevil", "desk", "", " /desk", "/desk ", "/desk\t", "/desk/\r\nLocation:", "/"]
    schemes = [
        "javascript:",
        "data:text/html,",
        "vbscript:",
        "file://",
        "blob:",
        "about:",
        "mailto:",
        "tel:",
        "view-source:",
    ]
    odd = [
        "\x00/desk",
        "/desk/\x00",
        "/desk/%00",
        "/desk/%0d%0a",
        "/desk/%5c",
        "/desk#//",
        "/desk?next=//x y",
        "/DESK/x",
    ]
    from_hosts = [start + host for start in (*starts, *inside, *schemes) for host in hosts]
    return [*from_hosts, *others, *odd, *(f"{start}{host}\u2024" for start in starts for host in hosts)]


def test_there_are_at_least_200_hostile_variants():
    assert len(set(hostile_addresses())) >= 200


@pytest.mark.parametrize("address", sorted(set(hostile_addresses())), ids=ascii)
def test_nobody_is_led_off_the_desk(address):
    assert safe_next(address, default="/desk") == "/desk"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/141.0 Safari/537.36 Edg/141.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1", "Safari on iPhone"),
        ("", "Browser"),
    ],
)
def test_a_device_has_a_rough_name(agent, name):
    assert device_name(agent) == name


def officer(*roles: RoleCode, agency: str | None = None) -> Officer:
    from uuid import uuid4

    return Officer(id=uuid4(), name="A", email="a@example.org", roles=frozenset(roles), agency=agency)


class TestRoles:
    def test_every_role_and_every_permission_is_used(self):
        assert {role.code for role in ROLES} == set(RoleCode)
        assert permissions_of(RoleCode) == set(Permission)

    def test_nobody_can_both_publish_and_approve_by_one_role(self):
        assert not [role.code for role in ROLES if {Permission.PUBLISH, Permission.APPROVE} <= role.permissions]

    def test_an_administrator_reads_no_case(self):
        assert ROLE_BY_CODE[RoleCode.ADMINISTRATOR].permissions.isdisjoint(
            {Permission.CASES, Permission.ENQUIRIES, Permission.MODERATE, Permission.REVIEWS, Permission.AUDIT}
        )

    def test_without_a_role_nothing_is_allowed(self):
        assert not officer().may(*Permission)

    @pytest.mark.parametrize(
        ("roles", "own", "row", "may"),
        [
            ((RoleCode.AGENCY_PARTNER,), "police", "police", True),
            ((RoleCode.AGENCY_PARTNER,), "police", "fire", False),
            ((RoleCode.AGENCY_PARTNER,), "police", None, False),
            ((RoleCode.AGENCY_PARTNER,), None, "police", False),
            ((RoleCode.AGENCY_PARTNER,), None, None, False),
            ((RoleCode.AGENCY_PARTNER,), None, "", False),
            ((RoleCode.CASE_OFFICER,), None, "police", True),
            ((RoleCode.CASE_OFFICER,), None, None, True),
            ((RoleCode.CASE_OFFICER, RoleCode.AGENCY_PARTNER), "police", "fire", True),
            ((RoleCode.AUDITOR,), None, None, False),
        ],
    )
    def test_a_partner_touches_only_rows_of_their_agency(self, roles, own, row, may):
        assert officer(*roles, agency=own).may_touch(Permission.WORK, agency=row) is may

    def test_a_partners_limit_holds_for_each_permission_by_itself(self):
        both = officer(RoleCode.PUBLISHER, RoleCode.AGENCY_PARTNER, agency="police")
        assert both.agency_limit(Permission.EDIT) is None
        assert both.agency_limit(Permission.ANSWER) == "police"
