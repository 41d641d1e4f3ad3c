"""The web chat: a page that works without JavaScript and is better with it."""

from channels.web.settings import DEMO_NOTICE, WebSettings
from channels.web.web import Web
from channels.web.words import Words

__all__ = ["DEMO_NOTICE", "Web", "WebSettings", "Words"]
