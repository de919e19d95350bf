"""Tests of the words of a rubric."""
