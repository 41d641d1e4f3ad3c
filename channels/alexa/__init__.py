"""Alexa, the smart speaker: the skill that Amazon is told of, and the webhook that it calls."""

from channels.alexa.alexa import Alexa
from channels.alexa.amazon import Amazon
from channels.alexa.certificates import Certificates, load_roots
from channels.alexa.verifier import Verifier
from channels.alexa.visit import Patience

__all__ = ["Alexa", "Amazon", "Certificates", "Patience", "Verifier", "load_roots"]
