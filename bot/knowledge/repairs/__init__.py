"""Repairs in council homes: what can be wrong, how soon the law wants it put right, and the cases."""
