"""Which connections are held and which are ended; time is moved by hand, and there are no sockets."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from nemovideo_mcp.serving.connections import (
    Connection,
    ConnectionLimits,
    Connections,
    Phase,
    key_of_address,
)

LIMITS = ConnectionLimits(
    total=6,
    per_address=3,
    proxies=frozenset({"10.0.0.7"}),
    header_s=10,
    idle_s=30,
    body_s=20,
    body_bytes_per_s=1000,
    linger_s=5,
    unread_s=60,
)


@dataclass
class Line:
    """A connection that writes down how it was ended."""

    ended: list[str] = field(default_factory=list[str])

    def refresh(self, now: float) -> None:
        pass

    def make_way(self) -> None:
        self.ended.append("made way")

    def abort(self) -> None:
        self.ended.append("aborted")


@dataclass
class Scene:
    """A server's connections, its clock, and the limits that were met."""

    now: float = 100.0
    met: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self.all = Connections(LIMITS, clock=lambda: self.now, on_limit=self.met.append)

    def connect(self, address: str, phase: Phase = Phase.HEADER) -> Connection:
        found = self.all.admit(address, Line())
        assert found is not None
        found.enter(phase, self.now)
        return found

    def ended_after(self, seconds: float) -> list[str]:
        self.now += seconds
        before = len(self.met)
        self.all.end_overdue()
        return self.met[before:]


@pytest.fixture
def scene() -> Scene:
    return Scene()


def ended(connection: Connection) -> list[str]:
    assert isinstance(connection.line, Line)
    return connection.line.ended


def test_a_header_has_ten_seconds_whatever_comes_of_it(scene: Scene) -> None:
    slow = scene.connect("192.0.2.1")
    for _ in range(9):
        slow.received(1, scene.now)
        slow.enter(Phase.HEADER, scene.now)
        assert scene.ended_after(1) == []
    assert scene.ended_after(1) == ["header"]
    assert ended(slow) == ["aborted"]
    assert len(scene.all) == 0


@pytest.mark.parametrize(
    ("phase", "seconds"), [(Phase.IDLE, 30), (Phase.BODY, 20), (Phase.LINGER, 5), (Phase.HEADER, 10)]
)
def test_each_phase_has_its_time(scene: Scene, phase: Phase, seconds: float) -> None:
    scene.connect("192.0.2.1", phase)
    assert scene.ended_after(seconds - 0.1) == []
    assert scene.ended_after(0.1) == [phase.value]


def test_while_the_server_works_nothing_is_due(scene: Scene) -> None:
    scene.connect("192.0.2.1", Phase.ANSWER)
    assert scene.ended_after(1e6) == []


def test_a_body_at_the_least_rate_may_take_as_long_as_it_is_large(scene: Scene) -> None:
    sender = scene.connect("192.0.2.1", Phase.BODY)
    for _ in range(500):
        assert scene.ended_after(1) == []
        sender.received(1000, scene.now)
    # A burst is not saved up.
    sender.received(10_000_000, scene.now)
    assert scene.ended_after(19.9) == []
    assert scene.ended_after(0.1) == ["body"]


def test_a_body_that_drips_is_ended(scene: Scene) -> None:
    sender = scene.connect("192.0.2.1", Phase.BODY)
    seconds = 0
    while not scene.ended_after(1):
        seconds += 1
        sender.received(1, scene.now)
        assert seconds < 25
    assert ended(sender) == ["aborted"]


def test_while_the_server_does_not_read_the_sender_is_not_blamed(scene: Scene) -> None:
    sender = scene.connect("192.0.2.1", Phase.BODY)
    for _ in range(100):
        sender.excuse(scene.now)
        assert scene.ended_after(15) == []


def test_an_answer_that_nobody_reads_is_given_up(scene: Scene) -> None:
    reader = scene.connect("192.0.2.1", Phase.ANSWER)
    for _ in range(10):
        reader.unread(True, scene.now)
        assert scene.ended_after(50) == []
        reader.unread(False, scene.now)
    reader.unread(True, scene.now)
    scene.now += 30
    reader.unread(True, scene.now)
    assert scene.ended_after(30) == ["unread"]


def test_one_address_has_its_share_and_its_oldest_waiting_connection_makes_way(scene: Scene) -> None:
    waiting = []
    for _ in range(3):
        waiting.append(scene.connect("192.0.2.1"))
        scene.now += 1
    scene.connect("192.0.2.1")
    assert [ended(one) for one in waiting] == [["made way"], [], []]
    assert scene.met == ["connections"]
    assert ended(scene.connect("192.0.2.2")) == []
    assert scene.met == ["connections"]


def test_an_address_whose_connections_are_all_at_work_is_refused_and_another_is_not(scene: Scene) -> None:
    for _ in range(3):
        scene.connect("192.0.2.1", Phase.ANSWER)
    assert scene.all.admit("192.0.2.1", Line()) is None
    assert scene.all.admit("192.0.2.2", Line()) is not None


def test_a_full_server_takes_the_place_from_the_address_that_has_most(scene: Scene) -> None:
    many = [scene.connect("192.0.2.1") for _ in range(3)]
    other = [scene.connect(f"192.0.2.{n}") for n in (2, 3, 4)]
    scene.connect("192.0.2.5")
    assert [ended(one) for one in many] == [["made way"], [], []]
    assert not any(ended(one) for one in other)
    assert len(scene.all) == 6


def test_a_full_server_at_work_refuses(scene: Scene) -> None:
    for number in range(6):
        scene.connect(f"192.0.2.{number}", Phase.BODY)
    assert scene.all.admit("192.0.2.9", Line()) is None


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "127.0.0.9", "::1", "::ffff:127.0.0.1", "10.0.0.7", "::ffff:10.0.0.7"]
)
def test_proxies_and_this_machine_stand_for_many(scene: Scene, address: str) -> None:
    for _ in range(6):
        scene.connect(address, Phase.ANSWER)
    assert scene.all.admit(address, Line()) is None


def test_what_is_released_is_free_again_and_only_once(scene: Scene) -> None:
    held = [scene.connect("192.0.2.1", Phase.ANSWER) for _ in range(3)]
    scene.all.release(held[0])
    scene.all.release(held[0])
    scene.connect("192.0.2.1", Phase.ANSWER)
    assert scene.all.admit("192.0.2.1", Line()) is None


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
    ],
)
def test_an_ipv6_network_counts_as_one_address(address: str, key: str) -> None:
    assert key_of_address(address) == key


def test_half_of_the_descriptors_stay_free() -> None:
    assert ConnectionLimits(total=512).within(256).total == 128
    assert ConnectionLimits(total=512).within(65536).total == 512
    assert ConnectionLimits(total=512).within(1).total == 1
