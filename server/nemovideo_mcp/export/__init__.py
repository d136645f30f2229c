"""An export: plan, chunks, sound, join, receipt."""
