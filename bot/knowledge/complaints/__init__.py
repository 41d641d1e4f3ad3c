"""Complaints and praise: about the council, and about this assistant."""
