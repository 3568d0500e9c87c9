"""Background work of the RUT flow; the worker finds the tasks through the imports here."""
