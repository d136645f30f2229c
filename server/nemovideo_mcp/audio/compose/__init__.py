"""Composed music: moods, scores, instruments, and the mixing desk."""
