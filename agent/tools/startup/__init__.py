"""What starts by itself with the session, and switching one of it off."""
