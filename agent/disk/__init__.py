"""The customer's disk behind guarded verbs: what the customer hides does not exist here, whatever way is taken."""
