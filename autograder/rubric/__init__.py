"""What an assignment asks for: exercises, checks and cases, and the compiled files they go into."""
