"""The rules, sans-I/O: `handle(event, now) -> effects`. No clock, no thread, no operating system, no network.

`Arrival` decides until the two ends are connected, `Session` from then on; `grants` holds the one gate.
"""
