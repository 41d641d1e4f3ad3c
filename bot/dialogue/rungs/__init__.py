"""The rungs of the ladder, one file each, in the order in which `bot.dialogue.ladder` asks them."""
