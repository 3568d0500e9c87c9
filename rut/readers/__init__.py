"""From the bytes of a letter to facts, each with its place on the page and its confidence."""
