"""What text messages and phone calls share of Twilio: its signatures, forms, media and error codes."""
