"""The kinds of question that a skill can ask."""
