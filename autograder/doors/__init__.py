"""Where submissions come from and grades go to: one room for each system."""
