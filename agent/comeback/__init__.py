"""The way back over one restart that the customer agreed to: laid before it, used once, gone after 15 minutes."""
