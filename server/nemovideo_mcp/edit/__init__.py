"""Edits as values: operations, references, and one function that applies them to a timeline."""
