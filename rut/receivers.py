"""What follows from which fact, one line each."""
