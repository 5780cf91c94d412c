"""The programs that run, as a live table, and asking one of them to end."""
