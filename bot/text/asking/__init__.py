"""What was asked? Questions, queries, rules."""
