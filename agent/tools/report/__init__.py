"""The system report: a closed list of fields, and where each is read."""
