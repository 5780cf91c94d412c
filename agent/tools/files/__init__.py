"""The file tool: folders listed, texts shown, changes made and taken back, all through the guarded disk."""
