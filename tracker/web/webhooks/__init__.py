"""The webhooks of one's offices: where they lead, what became of each delivery."""
