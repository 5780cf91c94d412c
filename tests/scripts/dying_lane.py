"""A lane for the tests: makes as many trials as it is told to, then ends, or falls silent."""

import sys

for number in range(int(sys.argv[1])):
    print(f'{{"trial": {number // 2}}}', flush=True)  # two of a kind
if "silent" in sys.argv:
    sys.stdin.read()
