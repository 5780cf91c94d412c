"""Which processes are the agent's: it, and whatever it started."""

import os

import psutil


def descendants_among(pids: set[int]) -> set[int]:
    """Name those of `pids` that are this process or were started by it, however indirectly."""
    return {pid for pid in pids if _descends(pid)}


def _descends(pid: int) -> bool:
    ourselves = os.getpid()
    while pid > 1 and pid != ourselves:
        try:
            pid = psutil.Process(pid).ppid()
        except psutil.NoSuchProcess:
            return False
    return pid == ourselves


def family() -> set[int]:
    """Name all processes of the agent, in one that it started itself."""
    agent = os.getppid()
    try:
        return {agent, *(child.pid for child in psutil.Process(agent).children(recursive=True))}
    except psutil.Error:
        return {agent, os.getpid()}
