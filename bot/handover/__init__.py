"""The way to a person, and what is said at once when somebody is in danger."""
