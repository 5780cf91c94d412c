import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys, time
from pathlib import Path
from tests.made_once import made_once

class Factory:
    def getbasetemp(self):
        return Path(sys.argv[1])

def make(folder):
    time.sleep(0.5)
    with (Path(sys.argv[1]).parent / "made").open("a") as made:
        made.write("x")
    (folder / "thing").write_text("whole")

print((made_once(Factory(), "it", make) / "thing").read_text())
"""


def test_two_workers_make_it_once_and_both_have_it_whole(tmp_path: Path) -> None:
    running = []
    for worker in ("gw0", "gw1"):
        (tmp_path / worker).mkdir()
        command = [sys.executable, "-c", PROGRAM, str(tmp_path / worker)]
        env = {**os.environ, "PYTEST_XDIST_WORKER": worker}
        running.append(subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True))
    assert [process.communicate()[0] for process in running] == ["whole\n", "whole\n"]
    assert (tmp_path / "made").read_text() == "x"
