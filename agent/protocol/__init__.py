"""The wire: what agent, console and rendezvous say to one another. No I/O, light to import."""

VERSION = "1"
"""The wire's version. Two ends of different versions refuse each other in plain words."""
