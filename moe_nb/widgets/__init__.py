"""What a person touches in a notebook."""
