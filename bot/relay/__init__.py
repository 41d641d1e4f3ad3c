"""The helpline of councils that already answer elsewhere: residents are handed over to that system."""
