"""The indicators of OCDS Cardinal, in memory and streamed."""
