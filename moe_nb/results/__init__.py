"""What a user holds: answers, runs and matrices that display themselves."""
