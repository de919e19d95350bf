"""What each exercise asks for and how it is marked: points, checks, cases, mistakes and hints.

:mod:`autograder.authoring` reads a module ``rubrics.<assignment>`` for its ``ASSIGNMENT``; nothing
else imports this package, and it never ships.
"""
