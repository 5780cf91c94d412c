import subprocess
import sys

PROGRAM = """
from contextlib import contextmanager
from scripts.rigs.ending import end_when_asked

@contextmanager
def something():
    try:
        print("started", flush=True)
        yield
    finally:
        print("put away", flush=True)

end_when_asked()
with something():
    input()
"""


def test_a_program_that_is_told_to_end_puts_away_what_it_started() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "started\n"
        process.terminate()
        assert process.stdout.read() == "put away\n"
        assert process.wait(10) == 143
