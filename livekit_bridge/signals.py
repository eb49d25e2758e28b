"""What other apps may listen to, so that this one need not know them."""

from __future__ import annotations

from django.dispatch import Signal

# Sent once per event with `event` (models.WebhookEvent), inside the transaction that stores it: a receiver
# that raises undoes the storing, and the media server delivers the event again.
webhook_received = Signal()
