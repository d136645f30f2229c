"""Timelines and films as people and agents see them."""
