"""The customer's pages: the warning, the field for a code, the plug-in, the terms. French first, English in step."""
