"""Reports: a value, then text, then files."""
