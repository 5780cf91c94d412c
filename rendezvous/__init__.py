"""The rendezvous: introduces two strangers, then forgets them."""
