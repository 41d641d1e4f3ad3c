"""What a text means."""
