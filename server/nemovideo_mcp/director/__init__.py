"""Instruction in, timeline edits out."""
