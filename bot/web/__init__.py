"""The web room: health, metrics, Slack over HTTP."""
