"""Answers that a content designer writes, with where they are from and until when they hold."""
