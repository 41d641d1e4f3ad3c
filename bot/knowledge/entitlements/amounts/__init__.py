"""How much a benefit is: one file a benefit, from the figures of the law."""
