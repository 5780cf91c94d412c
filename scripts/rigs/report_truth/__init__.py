"""What this machine says of itself in other ways than the system report's, and the lies that must be told from it."""
