"""Reference solutions: the one place where the body of an exercise exists.

Only :mod:`autograder.authoring` and the tests import this package; it never ships in the wheel.
"""
