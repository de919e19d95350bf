"""The known misconceptions of each exercise: a name, and a hint that does not give the answer."""
