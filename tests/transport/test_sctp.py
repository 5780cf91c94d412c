"""A live picture's association, against a real other one, over lines that delay, lose and queue."""

import asyncio
import random
from collections.abc import Sequence

import pytest

from agent.transport.internals import DATA, chunk_type
from agent.transport.sctp import AGAIN_SECONDS, IMMEDIATE, LEAST_WINDOW, RTO_MAX, RTO_MIN
from tests.transport.virtual import Line, Pair, paired, run

MOBILE = Line(delay=0.040, jitter=0.015, loss=0.02, rate=500_000)
ADSL = Line(delay=0.030, jitter=0.003, loss=0.002, rate=125_000)
LAN = Line(delay=0.0002)


def data(packets: Sequence[bytes]) -> list[bytes]:
    return [packet for packet in packets if chunk_type(packet) == DATA]


async def typing(pair: Pair, letters: int = 200, size: int = 300) -> list[float]:
    """Send a small message every 0.1 s; return how long each took, sorted."""
    sent = []
    for letter in range(letters):
        sent.append(asyncio.get_running_loop().time())
        await pair.send(letter.to_bytes(4, "big") + bytes(size))
        await asyncio.sleep(0.1)
    await pair.settle()
    return sorted(at - sent[int.from_bytes(message[:4], "big")] for at, message in pair.receiver.received)


@pytest.mark.parametrize("line", [LAN, ADSL, MOBILE, Line(delay=0.05, loss=0.1)], ids=["lan", "adsl", "mobile", "bad"])
def test_everything_arrives_once_and_in_order(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(3)
    messages = [number.to_bytes(4, "big") + chance.randbytes(chance.randrange(12_000)) for number in range(120)]

    async def scene() -> list[bytes]:
        pair = await paired(line)
        for message in messages:
            await pair.send(message)
            await asyncio.sleep(chance.uniform(0, 0.1))
        await pair.settle()
        await pair.stop()
        return [message for _, message in pair.receiver.received]

    assert run(scene, monkeypatch) == messages


def test_a_lost_letter_is_mended_within_a_few_milliseconds(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> list[float]:
        return await typing(await paired(MOBILE), 400)

    took = run(scene, monkeypatch)
    assert len(took) == 400
    assert took[int(0.98 * len(took))] < MOBILE.delay + MOBILE.jitter + 2 * AGAIN_SECONDS
    assert took[-1] < 0.4, "twice lost: the timer mends it"


def test_a_quick_line_is_told_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> int:
        pair = await paired(LAN)
        await typing(pair, 50)
        return len(data(pair.way.packets))

    assert run(scene, monkeypatch) == 50


def test_a_long_message_goes_once_where_little_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> tuple[int, int]:
        pair = await paired(Line(delay=0.03, rate=125_000))
        await pair.send(bytes(20_000))
        await pair.settle()
        packets = data(pair.way.packets)
        return len(packets), len(set(packets))

    sent, different = run(scene, monkeypatch)
    assert sent == different


def test_the_last_packet_of_a_message_asks_for_its_acknowledgement(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> list[bytes]:
        pair = await paired(LAN)
        await pair.send(bytes(5000))
        await pair.settle()
        return data(pair.way.packets)

    *others, last = run(scene, monkeypatch)
    assert last[13] & IMMEDIATE
    assert not any(packet[13] & IMMEDIATE for packet in others)


def test_no_loss_brings_the_window_to_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> int:
        pair = await paired(Line(delay=0.04, loss=0.2), seed=5)
        least = LEAST_WINDOW

        def told() -> None:
            nonlocal least
            least = min(least, pair.sender._cwnd)

        pair.sender.on_acknowledged = told
        for _ in range(100):
            await pair.send(bytes(4000))
            await asyncio.sleep(0.02)
        await pair.settle()
        return least

    assert run(scene, monkeypatch) >= LEAST_WINDOW


def test_a_line_that_comes_back_is_used_within_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> float:
        pair = await paired(MOBILE)
        await typing(pair, 5)
        pair.way.line = Line(loss=1.0)
        await pair.send(b"meanwhile")
        await asyncio.sleep(20)
        pair.way.line = MOBILE
        back = asyncio.get_running_loop().time()
        await pair.settle()
        return asyncio.get_running_loop().time() - back

    assert run(scene, monkeypatch) < RTO_MAX + 0.5


def test_the_timer_follows_the_round_trip(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> list[float]:
        found = []
        for line in (LAN, Line(delay=0.1)):
            pair = await paired(line)
            await typing(pair, 50)
            found.append(pair.sender._rto)
        return found

    near, far = run(scene, monkeypatch)
    assert near == RTO_MIN
    assert 0.2 < far < 0.4


def test_what_waits_for_a_lost_packet_is_told_by_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> list[bool]:
        pair = await paired(Line(delay=0.05, loss=0.2, rate=125_000), seed=5)
        gaps = []
        pair.sender.on_acknowledged = lambda: gaps.append(pair.sender.has_gap(4))
        await pair.send(bytes(40_000))
        assert not pair.sender.has_gap(4)
        await pair.settle()
        assert not pair.sender.has_gap(2)
        return gaps

    gaps = run(scene, monkeypatch)
    assert any(gaps)
    assert not gaps[-1]


def test_what_is_not_acknowledged_is_counted_by_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> list[int]:
        pair = await paired(Line(delay=0.05, rate=125_000))
        counts = []
        pair.sender.on_acknowledged = lambda: counts.append(pair.sender.unacknowledged(4))
        await pair.send(bytes(10_000))
        await pair.send(bytes(300), stream=2)
        assert (pair.sender.unacknowledged(4), pair.sender.unacknowledged(2)) == (10_000, 300)
        await pair.settle()
        return counts

    counts = run(scene, monkeypatch)
    assert counts[-1] == 0
    assert counts == sorted(counts, reverse=True)


async def scrolling(line: Line, size: int) -> float:
    """Send a message of that size 30 times a second; return how often the packets of the last ones were sent."""
    pair = await paired(line, seed=7)
    for _ in range(300):
        await pair.send(bytes(size))
        await asyncio.sleep(1 / 30)
    packets = data(pair.way.packets)[-600:]
    await pair.settle()
    return len(packets) / len(set(packets))


def test_where_much_is_lost_and_there_is_room_small_messages_go_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(lambda: scrolling(MOBILE, 3500), monkeypatch) > 1.8


def test_where_there_is_little_room_fewer_go_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    thin = Line(delay=0.04, jitter=0.002, loss=0.02, rate=160_000)
    assert run(lambda: scrolling(thin, 3500), monkeypatch) < 1.8


def test_losses_are_counted_also_where_nothing_comes_late_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> list[float]:
        found = []
        for loss in (0.0, 0.05):
            pair = await paired(Line(delay=0.04, loss=loss), seed=7)
            for _ in range(300):
                await pair.send(bytes(3500))
                await asyncio.sleep(1 / 30)
            found.append(pair.sender.loss)
        return found

    none, much = run(scene, monkeypatch)
    assert none == 0
    assert 0.02 < much < 0.1
