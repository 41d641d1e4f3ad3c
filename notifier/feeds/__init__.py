"""Feeds: what other people's systems publish, each format in a file of its own behind one protocol."""
