"""A restart of the computer, asked for by the technician and allowed by the customer."""
