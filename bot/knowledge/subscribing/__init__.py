"""What skills share about alerts that somebody asks for: the words, the questions, and how wishes change."""
