"""Practice in a terminal: check a file again on every save."""
