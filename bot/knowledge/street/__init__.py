"""Reports of what is wrong in a street: what can be, how it is heard and asked, and what is told of it."""
