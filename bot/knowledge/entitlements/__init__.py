"""What people may be entitled to: dated rules and figures, three-valued, with their sources."""
