"""What authors write in; compiled assignments and notebooks out."""
