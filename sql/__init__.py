"""The floor that judges: raw store, desk, build, readers, and the SQL models."""
