"""Known misconceptions of the exercises of logistic_regression."""

from autograder.rubric.exercise import Misconception
from rubrics.hints import numpy_basics

Catalogue = tuple[Misconception, ...]

FLATTEN_IMAGES: Catalogue = tuple(
    Misconception(name, hint)
    for name, hint in {
        "scrambled": "The shape is right, but each column mixes pixels of several pictures. Keep "
        "every picture together first, and turn the matrix afterwards.",
        "scrambled-and-not-scaled": "The shape is right, but each column mixes pixels of several "
        "pictures, and they still run to 255. Keep every picture together first.",
        "not-scaled": "The columns are right, but the pixels still run from 0 to 255. Bring them "
        "to the range from 0 to 1.",
        "pictures-as-rows": "Your pictures lie in rows. In X, each example is a column.",
        "order-of-axes-reversed": "Each column belongs to one picture, but its pixels come in "
        "another order. Let NumPy unroll them before you turn anything.",
        "height-taken-for-m": "The number of columns is the height of the pictures. Which axis "
        "counts the pictures?",
        "one-long-column": "All your pictures are in one long column. Each picture has a column of "
        "its own.",
        "scaled-by-256": "Your pixels are a touch too small: the brightest falls short of 1. Which "
        "is the largest value a byte can hold?",
        "scaled-by-the-largest": "Your scale depends on the pictures, so a dark set would become "
        "bright. Divide by the largest value that a pixel can have.",
        "scaled-twice": "Your pixels are all close to 0. They have been divided twice.",
        "whole-number-division": "Almost all your pixels are 0. Look at the kind of division: what "
        "stands behind the point got lost.",
        "centred": "Your pixels run from about -0.5 to 0.5. The range from 0 to 1 is asked for.",
        "colours-averaged": "There is one number for each pixel, its mean over the colours. All "
        "the colours belong in the column.",
        "only-the-first-picture": "Your X has one column only. Every picture should have its own.",
    }.items()
)

SIGMOID: Catalogue = numpy_basics.SIGMOID

INITIALIZE_WITH_ZEROS: Catalogue = tuple(
    Misconception(name, hint)
    for name, hint in {
        "rank-one-w": "Your w has one axis only. A column has two: its shape is a pair of numbers.",
        "w-as-row": "Your w lies on its side, as a row. It should be a column.",
        "w-square": "Your w is a square matrix. One weight for each feature makes a column.",
        "w-as-number": "Your w is a single number. Each feature needs a weight of its own.",
        "w-with-room-for-b": "Your w has one entry too many. The bias lives in b, not in w.",
        "dimension-hard-coded": "Your w has the same length for every number of features. Let dim "
        "decide.",
        "ones": "Your weights are all 1. The name of the function says where they should start.",
        "bias-of-one": "Your w is right, but b starts at 1. The name of the function says where it "
        "should start.",
        "b-as-column": "Your b has as many entries as w. A neuron has one bias, a plain number.",
        "swapped": "Your w and b come back in each other's place. Which one is named first in the "
        "text?",
    }.items()
)

PROPAGATE: Catalogue = tuple(
    Misconception(name, hint)
    for name, hint in {
        "no-mean-in-dw": "Your dw points the right way but is m times too long, so more examples "
        "would mean larger steps. The cost is a mean: what does that say about its slope?",
        "no-mean-in-db": "Your db is m times too large, so more examples would mean larger steps. "
        "The cost is a mean: what does that say about its slope?",
        "no-mean-in-cost": "Your cost is m times too large: twice as much data would double it. "
        "Look for what makes a mean out of a sum.",
        "no-mean-in-gradients": "Your dw and db are both m times too large, your cost is right. "
        "All three belong to the same mean.",
        "no-mean": "Your dw, db and cost are all m times too large. Check what your m is: Y has "
        "shape (1, m).",
        "m-from-features": "Your results are off by the ratio of features to examples. Check which "
        "axis of X counts the examples.",
        "m-hard-coded": "Your results are right for three examples only. Let the data say how many "
        "there are.",
        "mean-twice-in-dw": "Your dw is m times too small. The mean is taken twice somewhere.",
        "negative-cost": "Your cost has the right size but is below zero. A cross-entropy is never "
        "negative: where has its minus sign gone?",
        "dw-reversed": "Your dw points the opposite way, while db is right. In which order is the "
        "error taken?",
        "error-reversed": "Your dw and db point the opposite way, so every step would climb. In "
        "which order is the error taken?",
        "dw-as-row": "Your dw lies on its side, as a row. It should have the shape of w.",
        "dw-elementwise": "Your dw has a column for each example. A product of matrices would "
        "multiply and add up over the examples in one go.",
        "dw-as-number": "Your dw is one number for all the features. Each weight needs a slope of "
        "its own.",
        "bias-forgotten": "Your numbers fit a neuron whose b is zero. Check what is added before "
        "the activation.",
        "bias-reversed": "Your numbers fit a neuron whose b has the other sign. Check how b enters "
        "z.",
        "no-activation": "Some of your costs are nan: z was used as if it were a probability. What "
        "comes between z and A?",
        "tanh": "Some of your costs are nan: the activation runs from -1 to 1, so logarithms of "
        "negative numbers appear. Which function gives probabilities?",
        "cost-not-summed": "Your cost has one number for each example. It should be a single "
        "number for the whole set.",
        "every-label-with-every-prediction": "Your cost mixes the label of one example with the "
        "prediction of another, as a product of m by m does. Pair each label with its own.",
        "cost-of-label-one-only": "Examples with label 0 add nothing to your cost. The loss has a "
        "second term for them.",
        "cost-with-labels-swapped": "Your cost falls when predictions get worse. Check which "
        "logarithm goes with which label.",
        "squared-error-cost": "Your gradients are right, but your cost is the mean squared error. "
        "Here it is the mean cross-entropy.",
        "logarithm-of-base-two": "Your cost is too large by the same factor, about 1.44, on every "
        "data set. Which base does your logarithm have?",
        "padded-logarithm": "Your cost is right to about four digits. A number was added inside "
        "the logarithm: it shifts every result.",
        "squared-error-gradients": "Your gradients carry the slope of the sigmoid as one factor "
        "more. With the cross-entropy it cancels.",
        "labels-for-probabilities": "Your gradients are computed from predictions of 0 and 1. "
        "Learning needs the probabilities: how wrong, not only whether.",
        "labels-for-probabilities-in-dw": "Your dw is computed from predictions of 0 and 1, while "
        "db is right. Learning needs the probabilities: how wrong, not only whether.",
        "labels-forgotten": "Your dw and db are not influenced by the labels at all. A gradient "
        "compares predictions with labels.",
        "db-not-summed": "Your db has one number for each example. A neuron has one bias, so it "
        "has one slope.",
        "dw-and-db-swapped": "Your dw and db stand under each other's key.",
        "cost-first": "You return the cost first and the gradients second. The text asks for them "
        "the other way round.",
    }.items()
)

OPTIMIZE: Catalogue = tuple(
    Misconception(name, hint)
    for name, hint in {
        "uphill": "Your cost rises from step to step: you walk uphill. The gradient points to "
        "where the cost grows.",
        "learning-rate-hard-coded": "Your result does not depend on the learning rate. The caller "
        "chooses it, and 0.009 is only what it is by default.",
        "iterations-hard-coded": "Your result does not depend on num_iterations: you always take "
        "100 steps. The caller chooses how many.",
        "hyper-parameters-hard-coded": "You always take 100 steps with the rate 0.009. The caller "
        "chooses both.",
        "learning-rate-ignored": "Your steps are as long as the gradient itself. The learning rate "
        "should scale them.",
        "gradients-after-the-last-step": "Your w and b are right, but the gradients are taken once "
        "more after the last update. They should be those of the last step itself.",
        "one-step-too-many": "You take one step more than num_iterations. Count the turns of your "
        "loop.",
        "one-step-too-few": "You take one step less than num_iterations, and the first cost is "
        "missing. Count the turns of your loop: Python starts at 0.",
        "never-updated": "Your w and b come back as they went in. The loop computes gradients, but "
        "who uses them?",
        "w-never-updated": "Your b learns, but w comes back as it went in. Both parameters take a "
        "step.",
        "b-never-updated": "Your w learns, but b comes back as it went in. Both parameters take a "
        "step.",
        "update-after-the-loop": "Your parameters have moved by one step, however many iterations "
        "there are. Look at what belongs inside the loop.",
        "gradient-of-the-start": "All your steps are the same, as the gradient is taken only once. "
        "It changes whenever w and b do.",
        "starts-from-zeros": "Your walk starts from zeros. It should start from the w and b that "
        "are passed in.",
        "mean-twice": "Your steps are m times too short. The gradients are means already.",
        "costs-only-when-printed": "Your list of costs is empty, at least where nothing is "
        "printed. Printing and recording are two different things.",
        "costs-empty": "Your list of costs is empty. Something has to put a cost in it at steps 0, "
        "100, 200 and so on.",
        "costs-at-every-step": "Your list holds the cost of every step. It should have one in a "
        "hundred.",
        "costs-at-step-99": "Your costs are those of steps 99, 199 and so on. The first one should "
        "be from step 0.",
        "costs-without-step-0": "Your list of costs begins at step 100. The cost at step 0, before "
        "anything is learned, belongs to it.",
        "costs-after-the-update": "Your costs are those after the step. Each should be taken "
        "before the parameters move.",
        "only-the-last-cost": "You return the last cost alone. A list of one in a hundred is asked "
        "for.",
        "costs-as-array": "The costs are right, but they come as an array. A list is asked for.",
        "gradients-for-parameters": "You return the gradients where the parameters belong. w and b "
        "are what was learned.",
        "stops-early": "Your training stops once the cost is low. It should take all the steps "
        "that the caller asks for.",
    }.items()
)

PREDICT: Catalogue = tuple(
    Misconception(name, hint)
    for name, hint in {
        "no-sigmoid": "Some examples a little above the threshold come out as 0. You compare z "
        "with one half: what turns z into a probability?",
        "bias-forgotten": "Your labels fit a neuron whose b is zero. Check what is added before "
        "the activation.",
        "no-sigmoid-no-bias": "Your labels come from wᵀX alone, compared with one half. Two steps "
        "on the way to a probability are missing.",
        "bias-reversed": "Your labels fit a neuron whose b has the other sign. Check how b enters "
        "z.",
        "probabilities-returned": "You return the probabilities. The last step, from a probability "
        "to a label, is missing.",
        "scores-returned": "You return the scores z. They become probabilities first, and labels "
        "then.",
        "reversed": "Your labels are all the wrong way round. Check which side of the threshold "
        "gets the 1.",
        "all-zeros": "All your labels are 0. If you loop, check that its body fills in the label "
        "of each example.",
        "all-ones": "All your labels are 1. A probability is always above 0: with what should it "
        "be compared?",
        "column": "The labels are right, but they stand in a column. Examples are columns of X, so "
        "the labels lie in a row.",
        "rank-one": "The labels are right, but their array has one axis only. A row has two.",
        "minus-ones": "You use -1 for one of the labels. They should be 0 and 1.",
        "first-example-for-all": "All the examples get the label of the first. Check the index.",
        "only-the-first-example": "Only the first example gets its label, all others stay 0. If "
        "you loop, check at which moment the function returns.",
        "last-example-missing": "The last example always gets the label 0. Check where the range "
        "ends.",
        "threshold-too-high": "Probabilities between 0.5 and 0.6 come out as 0. Check your "
        "threshold.",
        "threshold-too-low": "Probabilities between 0.4 and 0.5 come out as 1. Check your "
        "threshold.",
        "threshold-of-the-mean": "Your threshold depends on the other examples. Each should be "
        "judged alone, against one half.",
        "only-the-most-likely": "Only the example with the highest probability gets a 1. Each "
        "should be judged alone, against one half.",
        "share-of-ones": "You return one number, the share of ones. Each example needs a label.",
        "weights-forgotten": "Your labels do not depend on the weights: all features count the "
        "same. What does w do to X?",
    }.items()
)

MODEL: Catalogue = tuple(
    Misconception(name, hint)
    for name, hint in {
        "only-the-first-cost": "Your list has only its first cost. Pass on the whole list from "
        "optimize.",
        "hyper-parameters-not-forwarded": "Your training always takes 100 steps with the rate "
        "0.009, as optimize does when it is told nothing. Pass on what the caller asked for.",
        "hyper-parameters-hard-coded": "Your training always takes 2000 steps with the rate 0.5, "
        "whatever the caller asks for.",
        "iterations-not-forwarded": "Your training always takes 100 steps. The caller's number of "
        "them does not reach optimize.",
        "learning-rate-not-forwarded": "Your training always uses the rate 0.009. The caller's one "
        "does not reach optimize.",
        "iterations-hard-coded": "Your training always takes 2000 steps, although the learning "
        "rate is passed on.",
        "learning-rate-hard-coded": "Your training always uses the rate 0.5, although the number "
        "of steps is passed on.",
        "one-step-too-many": "Your training takes one step more than the caller asks for. Pass the "
        "number on as it is.",
        "one-step-too-few": "Your training takes one step less than the caller asks for. Pass the "
        "number on as it is.",
        "predicts-before-training": "Your predictions are all 0, although w and b are trained. "
        "With which parameters were they made?",
        "b-not-read-back": "Your w is trained, but b is still zero. Where does optimize leave what "
        "it has learned?",
        "w-not-read-back": "Your b is trained, but w is still zeros. Where does optimize leave "
        "what it has learned?",
        "parameters-not-read-back": "Your costs are right, but w and b are still zeros, and so are "
        "all the predictions. Where does optimize leave what it has learned?",
        "gradients-for-parameters": "Your w and b are the last gradients. What was learned stands "
        "in the first of the three things that optimize returns.",
        "test-labels-for-predictions": "Your predictions for the test set are its true labels. "
        "Even a model that is always right has to be asked.",
        "trained-on-the-test-set": "Your model has learned from the test set. That one is for the "
        "exam: it shows what the model makes of examples it has never seen.",
        "trained-on-both-sets": "Your model has learned from training and test examples together. "
        "The test set is for the exam.",
        "trained-twice": "Your model has been trained twice as long as it should. Check how often "
        "optimize is called.",
        "predicts-the-training-set-twice": "Your predictions for the test set are those for the "
        "training set.",
        "predicts-the-test-set-twice": "Your predictions for the training set are those for the "
        "test set.",
        "labels-for-predictions": "Your predictions for the training set are its true labels. Even "
        "a model that is always right has to be asked.",
        "predictions-swapped": "The predictions for the two sets stand under each other's key.",
        "accuracies-for-predictions": "You return accuracies where labels belong. The accuracy can "
        "be worked out from the labels later.",
        "pixels-scaled-again": "Your model has divided its inputs by 255. They were scaled before "
        "they came here.",
        "starts-from-ones": "Your training starts from ones, not from zeros.",
        "only-the-last-cost": "You return the last cost alone. Pass on the whole list from "
        "optimize.",
        "costs-as-array": "The costs are right, but they come as an array. A list is asked for.",
        "defaults-reported": "The hyper-parameters in your dictionary are the default ones. Report "
        "those that the caller chose.",
        "hyper-parameters-swapped": "The learning rate and the number of steps stand under each "
        "other's key.",
    }.items()
)
