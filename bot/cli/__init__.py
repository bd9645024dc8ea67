"""The command line: one command a module, argument parsing and printing only."""
