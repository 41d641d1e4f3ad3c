"""How a message is made fit for a channel and a person, and the rules that check it."""
