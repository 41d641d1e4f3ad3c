"""The engine: skills are replayed, questions become answers, the ladder decides."""
