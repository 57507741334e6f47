"""The terminal app over `esalog`, and the command line that starts it."""
