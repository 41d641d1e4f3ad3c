"""What the assistant knows, with source and date."""
