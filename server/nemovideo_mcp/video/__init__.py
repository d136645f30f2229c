"""Pictures: read, analysed, composed, encoded; the only importer of PyAV."""
