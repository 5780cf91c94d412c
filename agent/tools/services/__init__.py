"""The system's services: what they do, starting and stopping one."""
