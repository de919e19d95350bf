"""Learning figures: functions that take data, draw, and return the axes. They need matplotlib."""
