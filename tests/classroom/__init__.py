"""A class of many: resumed, faulty, graded by every engine."""
