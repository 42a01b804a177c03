"""Faults on purpose: what a network, a proxy or the service itself can do to an answer, described in a file."""
