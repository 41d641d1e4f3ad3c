"""The conversation and everything that holds it together."""
