"""Whom must we not name? Private people, and what tells them apart."""
