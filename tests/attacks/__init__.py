"""Attacks on the wall and on the scores: each is student code, graded by the real grader.

An attack is the body of a function ``attack()`` that raises where something stands in its way.
The ``sigmoid`` around it returns right values only if the attack got through, so points are the
proof of a hole and no points the proof of a wall. Beside the points, every attack leaves traces at
its target if it can: changed files, received bytes, processes that stay.
"""
