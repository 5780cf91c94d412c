"""Every change that the customer's windows offer to undo can be undone from the saved report as well."""

import json

import pytest

from agent.tools.all_undoers import make_undoers
from agent.ui.words import Words


async def test_every_kind_of_change_that_is_offered_has_an_undoer() -> None:
    undoers = make_undoers()
    offered = {
        key.removeprefix("changes/") for key in sorted(Words("fr").keys()) if key.startswith("changes/") and "." in key
    }
    assert offered == set(undoers)


async def test_what_is_no_way_back_is_refused_by_each() -> None:
    for undoer in make_undoers().values():
        for text in ("", "{}", "[]", "null", '{"what": "made"}', json.dumps({"path": "/etc/passwd"})):
            with pytest.raises(ValueError, match=r"."):
                undoer.read(text)
        await undoer.close()
