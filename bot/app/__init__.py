"""The composition root: settings become rooms, rooms become loops. Plain calls throughout."""
