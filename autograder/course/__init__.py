"""The folder of a course: its settings, where its files lie, and how it is found."""

from autograder.course.folder import Course, open_course
from autograder.course.search import NoCourseError, find_checks, find_course
from autograder.course.settings import CourseError

__all__ = ["Course", "CourseError", "NoCourseError", "find_checks", "find_course", "open_course"]
