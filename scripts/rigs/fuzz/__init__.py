"""Fuzzing of everything that is read from the other side: valid inputs made from the schemas, then altered at random.

`targets` and `more_targets` are the tables of the agent's parsers; the console's are in its tests/fuzz.
"""
