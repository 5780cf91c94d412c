"""How soon a change on the customer's screen is seen in the technician's browser, beside others in the same run."""
