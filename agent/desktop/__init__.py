"""The customer's operating system, behind the small interfaces of base.py."""
