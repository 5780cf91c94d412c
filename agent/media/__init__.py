"""One changed pixel's way out: damage -> capture -> mask -> encode -> send."""
