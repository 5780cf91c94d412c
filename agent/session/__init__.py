"""The rules, sans-I/O: `handle(event, now) -> effects`. No clock, no thread, no operating system, no network.

`Arrival` decides until the two ends are connected, `Session` from then on; `gate` is the one gate, and asks `grants`.
"""
