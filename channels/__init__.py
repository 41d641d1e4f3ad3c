"""How a message comes in and goes out."""
