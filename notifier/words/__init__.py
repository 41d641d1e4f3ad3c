"""What is pushed to residents, in words: facts become messages of the catalogue."""
