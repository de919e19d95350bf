"""Known misconceptions of the exercises of numpy_basics."""

from autograder.rubric.exercise import Misconception

Catalogue = tuple[Misconception, ...]

BASIC_SIGMOID: Catalogue = tuple(
    Misconception(name, hint)
    for name, hint in {
        "sign-lost": "Your result is never below one half, also not for numbers below zero. "
        "Somewhere the sign of x gets lost.",
        "minus-missing": "Your curve falls where it should rise: large numbers give almost 0. "
        "Check the sign of the exponent.",
        "no-reciprocal": "Your results are above 1, and a sigmoid never is. Division comes before "
        "addition, so look at what stands under your 1.",
        "exponential-only": "Your results grow without end. A sigmoid stays between 0 and 1: the "
        "exponential is only one part of the formula.",
        "minus-in-the-denominator": "Your results are below 0 or above 1, and x = 0 divides by "
        "zero. Check the sign between the two terms under the line.",
        "signs-mixed": "Your results leave the range from 0 to 1 for large x. The formula has two "
        "common forms, and you use the top of one and the bottom of the other.",
        "tanh": "Your results run from -1 to 1. That is tanh, a close relative: a sigmoid runs "
        "from 0 to 1.",
        "slope-returned": "Your result is never above one quarter: it is the slope of the sigmoid. "
        "Here its value is asked for.",
        "step": "You return 0 or 1 and nothing in between. The sigmoid is a smooth step: the "
        "threshold comes much later, in prediction.",
        "rounded-e": "Your results are right to about three digits. The number e was typed by "
        "hand: math knows it exactly.",
        "rounded": "Your results are right to a few digits, then they stop. Return the number as "
        "it is, and round only what you print.",
    }.items()
)

SIGMOID: Catalogue = tuple(
    Misconception(name, hint)
    for name, hint in {
        "minus-missing": "Your curve falls where it should rise: large numbers give almost 0. "
        "Check the sign of the exponent.",
        "no-reciprocal": "Your results are above 1, and a sigmoid never is. Division comes before "
        "addition, so look at what stands under your 1.",
        "exponential-only": "Your results grow without end. A sigmoid stays between 0 and 1: the "
        "exponential is only one part of the formula.",
        "minus-in-the-denominator": "Your results are below 0 or above 1, and 0 gives infinity. "
        "Check the sign between the two terms under the line.",
        "normalised-over-all": "Your results add up to 1, so each depends on the others. That is "
        "softmax: sigmoid looks at every element alone.",
        "flattened": "The values are right, but the result has lost the shape of the input. Work "
        "on the array as it is.",
        "slope-returned": "Your result is never above one quarter: it is the slope of the sigmoid. "
        "Here its value is asked for.",
        "tanh": "Your results run from -1 to 1. That is tanh, a close relative: a sigmoid runs "
        "from 0 to 1.",
        "negatives-cut-off": "All numbers below zero give one half. They are cut off somewhere: a "
        "sigmoid goes down to 0 on the left.",
        "sign-lost": "Your result is never below one half, also not for numbers below zero. "
        "Somewhere the sign gets lost.",
        "clipped-early": "Large numbers, positive or negative, all give the same result. Your "
        "guard against overflow bites long before the exponential overflows.",
        "step": "You return 0 or 1 and nothing in between. The sigmoid is a smooth step: the "
        "threshold comes much later, in prediction.",
        "rounded": "Your results are right to a few digits, then they stop. Return the numbers as "
        "they are, and round only what you print.",
    }.items()
)

SIGMOID_DERIVATIVE: Catalogue = tuple(
    Misconception(name, hint)
    for name, hint in {
        "sigmoid-returned": "You return the sigmoid itself. Its slope is largest in the middle and "
        "almost 0 far out.",
        "x-taken-for-sigmoid": "Your slope is huge far from 0, where the sigmoid is flat. The "
        "formula multiplies values of the sigmoid, and you put in x.",
        "one-minus-x": "Only one of your two factors is a value of the sigmoid. In the other one x "
        "itself was put in.",
        "one-minus-sigmoid": "Your result falls from 1 to 0 as x grows, while a slope should be "
        "largest at 0. One factor of the product is missing.",
        "plus-for-minus": "Your slope grows up to 2 as x grows, while the sigmoid gets flat there. "
        "Check the sign between 1 and s.",
        "factor-reversed": "Your slope is below zero, yet the sigmoid always rises. Look at the "
        "order of the difference.",
        "brackets-missing": "Your slope is 0 everywhere, as multiplication comes first. The "
        "difference has to be taken before the product.",
        "sigmoid-twice": "The sigmoid is taken of a sigmoid, so your slopes hardly change with x. "
        "Apply it once.",
        "dot-product": "Products of different elements were added up, so the shape got lost. The "
        "slope of each element depends on that element alone.",
        "summed": "You return one number. Each element of x has a slope of its own.",
        "rule-of-tanh": "Your slope uses the rule for tanh. At x = 0 the sigmoid is flatter: its "
        "slope there is one quarter.",
        "squared": "Your result rises to 1 as x grows. The two factors are not the same: one of "
        "them shrinks when the other grows.",
    }.items()
)

IMAGE2VECTOR: Catalogue = tuple(
    Misconception(name, hint)
    for name, hint in {
        "pixels-by-channels": "Your result has one column for each colour. Height, width and "
        "colour all belong in the same column.",
        "row-vector": "Your result lies on its side, as a row. The numbers are meant to stand in a "
        "column.",
        "rank-one": "Your result has one axis only, and a column has two. The second one has "
        "length 1.",
        "rows-of-the-picture": "Your result keeps the height of the picture as its first axis. All "
        "the numbers belong in one column.",
        "channels-by-pixels": "Your result has one row for each colour, filled with mixed pixels. "
        "All the numbers belong in one column.",
        "order-of-axes-reversed": "The shape is right, but the numbers come in the opposite order "
        "of the axes. The colours of one pixel should stay together.",
        "one-channel-after-another": "The shape is right, but all of the first colour comes first. "
        "The colours of one pixel should stay together.",
        "one-column-after-another": "The shape is right, but the picture is read column by column. "
        "NumPy stores it row by row.",
        "scaled": "The order is right, but the numbers have been divided. Unrolling moves pixels, "
        "it does not change them.",
        "colours-averaged": "There is one number for each pixel, its mean over the colours. All "
        "the colours belong in the column.",
        "only-the-first-colour": "Only the first colour of each pixel is there. All the colours "
        "belong in the column.",
        "unchanged": "You return the picture in its own shape. Calling a method that reshapes "
        "leaves the picture alone and gives back a new array.",
    }.items()
)

NORMALIZE_ROWS: Catalogue = tuple(
    Misconception(name, hint)
    for name, hint in {
        "keepdims-missing": "Each column was divided by the length of a row, because broadcasting "
        "lined up the wrong axes. Compare the shape of your lengths with the shape of x.",
        "columns-normalised": "Your columns have length 1, your rows have not. Which axis does the "
        "length run along?",
        "whole-matrix": "The whole matrix has length 1, so its rows are too short. Each row has a "
        "length of its own.",
        "divided-by-the-sum": "Your rows add up to 1. A length is not a sum: think of Pythagoras.",
        "divided-by-absolute-sum": "The sizes in each of your rows add up to 1. That is another "
        "norm: think of Pythagoras.",
        "divided-by-squared-length": "Your rows are too short when they were long, and too long "
        "when they were short. The last step of Pythagoras is missing.",
        "divided-by-the-largest": "The largest element of each of your rows is 1. The length of a "
        "row takes all its elements into account.",
        "order-from-the-shape": "Your kind of norm changes with the number of rows. The Euclidean "
        "norm has the same order for every matrix.",
        "lengths-returned": "You return the lengths of the rows. They are what the rows should be "
        "divided by.",
        "multiplied": "The length of each of your rows is the square of what it was, as you "
        "multiply. How does a row of length 5 become one of length 1?",
        "centred": "The mean was taken away from your rows before they were scaled. They should "
        "keep their direction.",
        "standardised": "Your rows have mean 0 and standard deviation 1. Here only their length "
        "should become 1.",
        "divided-by-the-mean": "Your rows have mean 1. It is their length that should be 1.",
    }.items()
)

SOFTMAX: Catalogue = tuple(
    Misconception(name, hint)
    for name, hint in {
        "sum-over-all": "All your numbers together add up to 1, so each row adds up to less. Every "
        "row is one example, with a sum of its own.",
        "sum-over-columns": "Your columns add up to 1, your rows do not. Which axis does the sum "
        "run along?",
        "keepdims-missing": "Each column was divided by the sum of a row, because broadcasting "
        "lined up the wrong axes. Compare the shape of your sums with the shape of x.",
        "no-exponential": "Your rows add up to 1, but scores below zero stay below zero. Something "
        "has to make every number positive first.",
        "no-division": "You return the exponentials, which do not add up to 1. The second step is "
        "missing.",
        "minus-in-the-exponent": "Your highest score gets the lowest probability. Check the sign "
        "of the exponent.",
        "divided-by-the-length": "The squares of your rows add up to 1. Probabilities add up to 1 "
        "themselves.",
        "exponential-last": "You divide first and take the exponential last, so your rows do not "
        "add up to 1. Which comes first?",
        "logarithm-of-softmax": "Your results are below zero: they are the logarithms of the "
        "probabilities.",
        "sign-lost": "Scores of 2 and -2 get the same probability. Somewhere the sign gets lost.",
        "sigmoid-first": "Your probabilities are all much alike, even for very different scores. "
        "The sigmoid is no part of softmax.",
        "maximum-of-columns": "A different number was taken away from each column, which changes "
        "the ratios in a row. A shift is harmless only if it is the same along the row.",
        "shifted-above-the-line-only": "Your rows do not add up to 1, because the shift was made "
        "above the line only. It cancels only if it stands in both places.",
        "sums-returned": "You return the sums of the rows. They are what the exponentials should "
        "be divided by.",
    }.items()
)

DOT: Catalogue = tuple(
    Misconception(name, hint)
    for name, hint in {
        "not-summed": "You return all the products, one for each pair. The dot product is one "
        "number.",
        "outer-product": "You return a matrix of every element times every other. The dot product "
        "pairs elements at the same place, and is one number.",
        "sums-multiplied": "Your number is the product of two sums, so every element met every "
        "other. Only elements at the same place should meet.",
        "elements-added": "Your number adds the elements of both vectors. In a dot product, the "
        "two of a pair are multiplied first.",
        "only-the-first-pair": "Only the first pair counts in your number. If you loop, check at "
        "which moment the function returns.",
        "only-the-last-pair": "Only the last pair counts in your number. If you loop, check that "
        "each turn adds to the total and does not replace it.",
        "last-pair-missing": "The last pair is missing in your number. Check where the range ends.",
        "first-pair-missing": "The first pair is missing in your number. Python counts from 0.",
        "first-vector-twice": "Your number is the first vector times itself, so the second has no "
        "say in it.",
        "second-vector-twice": "Your number is the second vector times itself, so the first has no "
        "say in it.",
        "mean-of-products": "Your number is the mean of the products. Nothing is divided in a dot "
        "product.",
        "starts-at-one": "Your number is too large by exactly 1. Check with which value the total "
        "begins.",
    }.items()
)

EXP_ALL: Catalogue = tuple(
    Misconception(name, hint)
    for name, hint in {
        "minus-in-the-exponent": "Your results shrink where they should grow. The exponent should "
        "keep its sign.",
        "base-two": "Your results are powers of 2. Which number is the base?",
        "base-ten": "Your results are powers of 10. Which number is the base?",
        "base-and-exponent-swapped": "You raise the elements to the power of e, so some come out "
        "as nan. Which of the two is the exponent?",
        "multiplied-by-e": "Your results grow evenly with the input. An exponential is a power, "
        "not a product.",
        "squared": "You return squares, so -2 and 2 give the same. The elements are exponents.",
        "logarithm": "You return logarithms, the inverse of what is asked, so numbers below zero "
        "give nan.",
        "one-subtracted": "All your results are too small by exactly 1, so 0 gives 0. What is any "
        "number to the power of 0?",
        "summed": "You return one number, the sum. Each element has a power of its own.",
        "normalised-over-all": "Your results add up to 1: that is softmax. Here nothing is "
        "divided.",
        "flattened": "The values are right, but the result has lost the shape of the input. Work "
        "on the array as it is.",
        "sign-lost": "Your result is never below 1, also not for numbers below zero. Somewhere the "
        "sign gets lost.",
        "cut-to-whole-numbers": "For whole numbers your results lose what stands behind the point. "
        "The array you fill takes its type from the input.",
        "never-filled": "All your results are 0. The array was made, but never filled.",
        "rounded-e": "Your results are right to about three digits. The number e was typed by "
        "hand: NumPy knows it exactly.",
        "rounded": "Your results are right to a few digits, then they stop. Return the numbers as "
        "they are, and round only what you print.",
    }.items()
)

CALORIE_PERCENTAGES: Catalogue = tuple(
    Misconception(name, hint)
    for name, hint in {
        "no-hundred": "Your columns add up to 1. Per cent means out of how many?",
        "rows-instead-of-columns": "Your rows add up to 100, your columns do not. Along which axis "
        "do the numbers of one food lie?",
        "row-sums-under-columns": "Your columns were divided by the sums of rows, because "
        "broadcasting lined up the wrong axes. Along which axis do the numbers of one food lie?",
        "share-of-all": "The whole table adds up to 100, so each column adds up to less. Every "
        "food has a total of its own.",
        "totals-returned": "You return the total of each column. They are what the numbers should "
        "be divided by.",
        "upside-down": "Your percentages are 100 or more, and the smallest share gets the largest. "
        "Which of the two stands above the line?",
        "divided-by-a-hundred": "Your columns add up to one hundredth. The factor for per cent "
        "went the other way.",
        "divided-by-the-mean": "Your columns add up to 100 times the number of rows. A share "
        "compares a part with the total.",
        "divided-by-the-largest": "The largest number of each column became 100. A share compares "
        "a part with the total.",
        "divided-by-the-first-row": "The first row became 100 everywhere. A share compares a part "
        "with the total.",
        "transposed": "The values are right, but the table lies on its side. It should keep its "
        "shape.",
        "whole-percent": "Your percentages have nothing behind the point, so columns may miss 100. "
        "Look at the kind of division.",
        "rounded": "Your percentages are right to a digit or two, then they stop. Return the "
        "numbers as they are, and round only what you print.",
    }.items()
)

L1: Catalogue = tuple(
    Misconception(name, hint)
    for name, hint in {
        "absolute-value-last": "Errors up and down cancel before you take the size of their sum. "
        "What comes first?",
        "no-absolute-value": "Errors up and down cancel in your sum, so it may even be below zero. "
        "Each error should count with its size.",
        "no-absolute-value-reversed": "Errors up and down cancel in your sum, and it may be below "
        "zero. Each error should count with its size.",
        "sizes-compared": "You subtract sizes from sizes, so errors can still cancel. It is the "
        "difference that needs its sign taken away.",
        "sizes-compared-reversed": "You subtract sizes from sizes, and it may be below zero. It is "
        "the difference that needs its sign taken away.",
        "mean": "Your loss is m times too small: it is a mean. The text asks for the sum.",
        "squared": "Your errors are squared, so large ones count too much. That is the other loss.",
        "largest-error": "You return the largest error only. All of them count.",
        "not-summed": "You return one error for each example. The loss is one number.",
        "euclidean-distance": "You return the length of the vector of errors. Here sizes are added "
        "without squares and roots.",
        "half": "Your loss is half of what it should be. No factor stands in front of the sum.",
        "predictions-only": "You add up the predictions, and the true values have no say in it.",
        "rounded": "Your loss is right to a digit or two, then it stops. Return the number as it "
        "is, and round only what you print.",
    }.items()
)

L2: Catalogue = tuple(
    Misconception(name, hint)
    for name, hint in {
        "mean": "Your loss is m times too small: it is a mean. The text asks for the sum.",
        "not-squared": "Your errors count with their size only. That is the other loss: here large "
        "errors should count much more.",
        "square-last": "Errors up and down cancel before you square their sum. What comes first?",
        "root-taken": "Your loss is the square root of what it should be. It is a squared length.",
        "root-of-the-mean": "You return the root of the mean square. Neither a root nor a mean is "
        "asked for.",
        "squares-compared": "You subtract squares from squares, so your loss may be below zero. "
        "Which is taken first, the difference or the square?",
        "predictions-only": "You square the predictions, and the true values have no say in it.",
        "product-of-both": "You multiply predictions with true values. The loss looks at their "
        "difference.",
        "half": "Your loss is half of what it should be. No factor stands in front of the sum.",
        "doubled-for-squared": "Your errors are doubled and can cancel. Two times is not to the "
        "power of two.",
        "largest-error": "You return the largest squared error only. All of them count.",
        "not-summed": "You return one squared error for each example. The loss is one number.",
        "rounded": "Your loss is right to a digit or two, then it stops. Return the number as it "
        "is, and round only what you print.",
    }.items()
)
