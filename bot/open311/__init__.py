"""Service requests by Open311 GeoReport v2: sent to the council's own system, and taken from other front
ends."""
