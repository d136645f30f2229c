"""Hand-over to other editors: OpenTimelineIO, FCPXML, FCP7 XML, EDL and SRT, out and in."""
