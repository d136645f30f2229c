"""Sound in NumPy: beats, loudness, the mix, composed music."""
