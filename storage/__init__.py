"""The archive on SQLite or PostgreSQL, and its in-memory twin."""
