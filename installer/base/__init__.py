"""The Linux base: a small Debian 11 with a Python of ours, in which the Linux plug-in is made for old systems too."""
