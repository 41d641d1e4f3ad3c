"""The phone: Twilio Voice, by speech and by keypad."""
