"""First steps: exercises, points, inputs and known mistakes.

Every word that a rubric may use stands in the first exercise, those that it does without as a
comment. docs/authoring.md of First Neuron has them in tables.
"""

import numpy as np

from autograder.rubric.domain import Array
from autograder.rubric.exercise import Assignment, Case, Check, Exercise, Fact, Misconception
from autograder.rubric.inputs import Inputs, Size

# from autograder.rubric.domain import AnyOf, Choice, Dimension, Function, Kind, Number, Optional
# from autograder.rubric.exercise import Advice
# from autograder.rubric.formula import Formula
# from autograder.rubric.inputs import Exclusion, Rule

# What x may be. Hidden cases are drawn from it: ordinary ones, and one for each thing that can be
# taken to its limit, as long or short arrays, whole numbers, zeros, numbers below zero.
NUMBERS = Inputs(
    # For each parameter its domain, in their order. A letter in a shape is the same length
    # wherever it stands.
    {
        "x": Array(("n",), low=-100, high=100, usual=(-5, 5)),
        # "k": Number(kind=Kind.WHOLE, low=1, high=5),
        # "labels": Array((1, "m"), kind=Kind.LABELS),  # also PROBABILITIES, BYTES, FLOAT
        # "axis": Choice((0, 1)),
        # "n": Dimension("n"),                          # the length itself, as in zeros(n)
        # "f": Function((Formula("lambda a: a**2"),)),
        # "z": AnyOf((Number(), Array(("n",)))),
        # "rate": Optional(Number(low=0.01, high=1)),   # has a default
    },
    # How long a letter is, and what it counts.
    sizes={"n": Size(2, 7, "number", "numbers")},
    # What else holds:
    # rules=(Rule("not all are the same", lambda x: np.ptp(x) > 0),),
    # What is not to be tried, and why:
    # exclusions=(Exclusion("a zero in x", "the logarithm of 0 is no number"),),
)

ASSIGNMENT = Assignment(
    "first_steps",
    "First steps",
    (
        Exercise(
            "mean",
            # What earns points; they need not add up to 100.
            (
                Check("the mean", 4),
                Check("leaves its argument alone", 1, Fact.UNCHANGED),
                # Check("dw", 3, path=(0, "dw")),            # result[0]["dw"] alone
                # Check("roughly", 3, rtol=1e-3, atol=1e-6), # other tolerances
                # Check("labels", 3, Fact.LABELS),           # zeros and ones of any type
                # Check("no loop", 1, Fact.VECTORISED),      # needs two traced Cases
                # Check("the default", 1, Fact.DEFAULTS),    # needs a Case(..., omits=("rate",))
                # Check("a plain number", 0, Fact.PLAIN),    # no points: told, and costs nothing
                # Check("the sum", 2, hint="What do you add up?"),
            ),
            # What students see and practise on. A case that is not in the domain is allowed.
            (
                Case("the example of the text", (np.array([1.0, 2.0, 6.0]),)),
                Case("some below zero", (np.array([-1.5, 4.0, -3.0, 2.5]),)),
                # Case("by name", (np.array([1.0, 2.0]),), {"rate": 0.1}),
                # Case("5 examples", (np.arange(5.0),), traced=True),
                # Case("50 examples", (np.arange(50.0),), traced=True),
            ),
            inputs=NUMBERS,
            # Known mistakes, the simplest first: a name, a hint, and the exercise written wrong.
            misconceptions=(
                Misconception(
                    "divides-by-one-less",
                    "Your result is too large by the same factor each time. How many numbers are "
                    "there?",
                    wrong=lambda x: float(np.sum(x) / (x.size - 1)),
                ),
                Misconception(
                    "sum-in-place-of-mean",
                    "Your result grows with the number of entries. What is left to do with a sum?",
                    wrong=lambda x: float(np.sum(x)),
                ),
            ),
            # hidden=draw_cases,     # a function of a random generator that yields further Cases
            # draws=False,           # with hidden: draw nothing from the domains
            # helpers=("other",),    # exercises before it that it may call
            # aliases=("average",),  # other names under which it is accepted
            # seconds=5.0,           # how long all its cases together may take
            # advice=(Advice.OVERFLOW,),
        ),
        Exercise(
            "center",
            (Check("the centred numbers", 5),),
            (
                Case("the example of the text", (np.array([1.0, 2.0, 6.0]),)),
                Case("below zero", (np.array([-4.0, -1.0]),)),
            ),
            inputs=NUMBERS,
            helpers=("mean",),
            misconceptions=(
                Misconception(
                    "adds-the-mean",
                    "Your numbers lie twice as far from 0 as they did. Which sign has the mean?",
                    wrong=lambda x: x + np.mean(x),
                ),
            ),
        ),
    ),
)
