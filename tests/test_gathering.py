import asyncio

from agent.gathering import GATHER_SECONDS, Gathering


async def test_the_first_is_shown_at_once_and_many_together() -> None:
    shown: list[int] = []
    done = 0
    last = asyncio.Event()

    def show() -> None:
        shown.append(done)
        if done == 1000:
            last.set()

    gathering = Gathering(show)
    for done in range(1, 1001):
        gathering.show()
        if done == 1:
            assert shown == [1]
    await asyncio.wait_for(last.wait(), 20)
    assert shown == [1, 1000]


async def test_nothing_is_shown_after_the_end() -> None:
    shown: list[bool] = []
    gathering = Gathering(lambda: shown.append(True))
    gathering.show()
    gathering.show()
    gathering.close()
    await asyncio.sleep(3 * GATHER_SECONDS)
    assert len(shown) == 1
