"""The sample news day: a small web of its own on loopback, for the demo and acceptance tests."""

from bot.app.sample_day.server import SampleDay, open_sample_day

__all__ = ["SampleDay", "open_sample_day"]
