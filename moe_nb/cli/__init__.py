"""What a person touches in a shell."""
