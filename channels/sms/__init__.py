"""Text messages: in through a provider's webhooks, out through the outbox and a provider's API."""
