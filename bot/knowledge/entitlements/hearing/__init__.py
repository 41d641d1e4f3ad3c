"""What an answer about oneself says: sums, ages, dates of birth, and facts said in passing."""
