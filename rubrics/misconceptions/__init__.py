"""The known misconceptions as code: a wrong implementation for each hint in the course.

Each module has a table ``WRONG[exercise][misconception]`` of functions which return exactly what a
student with that misconception would return: the same values, shapes and types. Wherever a step
is not the mistaken one they call the reference solutions.
"""
