"""Onset strength, beats, composition, synthesis and mix: pure NumPy on arrays of samples."""
