"""The words: which languages are served, how each writes its values, and the catalogue of messages."""
