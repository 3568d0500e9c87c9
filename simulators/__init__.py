"""Small, strict servers on loopback that behave as the outside services document themselves."""
