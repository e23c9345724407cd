"""The raw store: append-only facts, cursors, runs and quarantine in one DuckDB file."""
