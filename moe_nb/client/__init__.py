"""The client: contexts in, answers out, over HTTP."""
