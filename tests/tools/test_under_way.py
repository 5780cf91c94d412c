from agent.tools.under_way import UnderWay


async def test_what_is_under_way_is_stopped_once_and_what_is_over_is_not() -> None:
    stopped: list[str] = []
    seen: list[int] = []

    async def stop() -> None:
        stopped.append("first")

    under_way = UnderWay(lambda: seen.append(len(under_way.oldest_first)))
    first = under_way.add("files.taking", "a", stop)
    second = under_way.add("files.taking", "b", stop)
    under_way.over(second)
    under_way.over(second)
    await under_way.stop(second)
    await under_way.stop(first)
    await under_way.stop(first)
    assert stopped == ["first"]
    assert seen == [1, 2, 1, 0]
