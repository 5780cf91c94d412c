"""Real parts for tests, demo and proofs: X servers, browsers, a rendezvous, a scripted customer."""
