"""The registry tool: keys and values looked through, changed and taken back, over whatever source the system has."""
