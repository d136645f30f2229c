"""Auto-edit: shots and music solved together."""
