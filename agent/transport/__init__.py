"""Reach the other side: WebSocket to the rendezvous, then a peer connection held to what was paired."""
