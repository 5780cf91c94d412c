"""What the customer hides (P4): its vocabulary, what may be shown of a window, the guards on from the start."""
