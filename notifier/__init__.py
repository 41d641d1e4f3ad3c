"""What is pushed to residents."""
