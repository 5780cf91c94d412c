"""A shell that the customer sees as it is typed. It and its window are one process: neither is without the other."""
