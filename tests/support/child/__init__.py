"""A module whose children do what a test asks of them."""
