"""The wall: student code runs in another process, which gets code and inputs and returns arrays."""
