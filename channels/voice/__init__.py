"""The phone: Twilio Voice, by speech and by keypad."""

from channels.voice.voice import Voice, VoiceSettings
from channels.voice.voices import SPOKEN

__all__ = ["SPOKEN", "Voice", "VoiceSettings"]
