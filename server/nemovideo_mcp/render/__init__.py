"""Probe, analyse, compose pictures, encode, measure: the only importer of av."""
