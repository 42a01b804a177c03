"""The embedded stand-in for the service: a world file, answered over the same HTTP."""
