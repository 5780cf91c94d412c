"""The customer's disks on Windows, seen and not changed: every handle is judged by what it is, never by its path."""
