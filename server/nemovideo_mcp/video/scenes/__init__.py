"""The scenes of the sample clips, painted by arithmetic."""
