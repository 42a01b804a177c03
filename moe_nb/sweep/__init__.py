"""Asking a space: plan, pace, engine, and the table the answers go into."""
