"""Bins: the published days, what goes in which, what to do when one was missed."""
