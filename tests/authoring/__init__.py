"""Courses as their authors write them."""
