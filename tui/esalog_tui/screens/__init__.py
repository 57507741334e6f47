"""What the person sees as one: each screen asks the library in workers and owns its state."""
