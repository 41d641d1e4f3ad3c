"""Rasa as the second back end: its training files, its server's answers. Rasa itself runs elsewhere."""
