"""What the customer sees: the window (pywebview, or tkinter where there is none) and the banner, each in a process of
its own. The agent writes `View` lines to their standard input and reads `Action` lines from their standard output."""
