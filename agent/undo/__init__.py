"""Bringing back what a session changed: one interface for every kind of change, and what the customer keeps for it."""
