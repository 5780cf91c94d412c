"""The plug-in that runs on the customer's computer for one session."""
