"""Drawing: facts in, HTML or text out."""
