"""Build the cat / non-cat picture files from openly licensed emoji artwork."""
