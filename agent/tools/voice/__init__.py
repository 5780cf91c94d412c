"""Voice: the technician and the customer talk through the computer, in a process of its own that owns the devices."""
