"""Joins the parts: connect, fetch, sweep."""
