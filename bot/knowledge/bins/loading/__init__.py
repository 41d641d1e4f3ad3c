"""Builds the schedule database from the council's published files."""
