"""What can be granted is what a tool here does: nothing that the customer allows meets a message without a tool."""

import sys
from typing import get_args

import pytest

from agent.protocol.message import ForTool, any_of
from agent.protocol.messages import ConsoleMessage
from agent.protocol.permissions import AVAILABLE, OF_TOOLS, Permission
from agent.tools.all_tools import OF_THE_SCREEN, make_tools, offers, permissions_here
from agent.tools.base import Tool
from agent.tools.terminal.running import Running
from tests.fakes import fake_desktop
from tests.tools.fakes import Customer

OF_A_TOOL = [message for message in get_args(ConsoleMessage) if issubclass(message, ForTool)]


def tools_here() -> list[Tool]:
    return make_tools(Customer().around(), fake_desktop([]), Running())


@pytest.mark.parametrize("message", OF_A_TOOL)
async def test_each_message_that_can_be_granted_here_has_its_tool(message: type[ForTool]) -> None:
    performed = {performed for tool in tools_here() for performed in tool.messages}
    needed, here = any_of(message.needs), permissions_here(fake_desktop([]))
    assert (message in performed) == (not needed or not here.isdisjoint(needed))


def test_a_system_without_these_tools_is_asked_for_none_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "beos")
    here = permissions_here(fake_desktop([]))
    assert here & OF_TOOLS == {Permission.CLIPBOARD_IN, Permission.CLIPBOARD_OUT} | OF_THE_SCREEN
    assert here >= AVAILABLE - OF_TOOLS


async def test_each_tool_is_offered_for_what_it_works_by() -> None:
    for offer, tool in zip(offers(fake_desktop([]), Running()), tools_here(), strict=True):
        assert offer.permissions == tool.permissions
