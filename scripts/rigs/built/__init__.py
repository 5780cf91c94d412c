"""A whole session with a built plug-in, whose customer is a hand and eyes outside: its steps, each system's half."""
