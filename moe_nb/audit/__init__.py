"""Facts computed from one run; no requests, no display."""
