"""Many submissions: find them in folders, grade them, keep their order."""
