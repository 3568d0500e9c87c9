"""What the commands in script/ are made of; nothing here is part of the product."""
