"""Known misconceptions of the exercises of computation_graph."""

from autograder.rubric.exercise import Misconception

Catalogue = tuple[Misconception, ...]

LOSS: Catalogue = tuple(
    Misconception(name, hint)
    for name, hint in {
        "no-minus-sign": "Your losses are right in size but below zero. The logarithm of a "
        "probability is never positive: what makes a loss that is never negative out of it?",
        "minus-on-the-first-term-only": "Examples with label 1 come out right, examples with label "
        "0 come out below zero. Look how far the minus sign reaches.",
        "only-label-one": "Every example with label 0 has the loss 0, however wrong its prediction "
        "is. The formula has a second term for just these.",
        "only-label-zero": "Every example with label 1 has the loss 0, however wrong its "
        "prediction is. The formula has a first term for just these.",
        "same-logarithm-twice": "Your loss of an example does not depend on its label at all. "
        "Which probability does the model give to the label 0?",
        "second-term-always-on": "Examples with label 0 come out right, those with label 1 too "
        "large. A term should fall silent when it is the other label's turn.",
        "labels-swapped": "A prediction close to its label has a large loss, and a poor one a "
        "small loss. Check which logarithm goes with which label.",
        "arguments-swapped": "Your losses are infinite: a label ended up inside a logarithm. Which "
        "of a and y is the probability?",
        "squared-error": "You return the squared distance from prediction to label, a fair measure "
        "of error but another loss. Here the cross-entropy is asked for.",
        "half-squared-error": "You return half the squared distance from prediction to label, the "
        "loss of linear regression. Here the cross-entropy is asked for.",
        "absolute-error": "You return the distance from prediction to label. The cross-entropy "
        "punishes a sure but wrong prediction far harder than that.",
        "logarithm-of-base-two": "All your losses are too large by the same factor, about 1.44. "
        "Which base does your logarithm have?",
        "logarithm-of-base-ten": "All your losses are too small by the same factor, about 0.43. "
        "Which base does your logarithm have?",
        "padded-logarithm": "Your losses are a touch too small, most visibly for very sure "
        "predictions. A number was added inside the logarithm: it is not needed here.",
        "mean-returned": "You return one number, the mean over the examples. The loss belongs to "
        "each example: one value for each.",
        "sum-returned": "You return one number, the total over the examples. The loss belongs to "
        "each example: one value for each.",
    }.items()
)

COST: Catalogue = tuple(
    Misconception(name, hint)
    for name, hint in {
        "no-mean": "Your cost is m times too large: twice as much data would double it. What turns "
        "a total into a mean, and along which axis of Y are the examples counted?",
        "no-minus-sign": "Your cost has the right size but is below zero. A mean of losses, none "
        "of which is negative, cannot be negative.",
        "minus-on-the-first-term-only": "Examples with label 0 pull your cost down instead of up. "
        "Look how far the minus sign reaches.",
        "losses-returned": "You return one loss for each example. The cost is one number for the "
        "whole set.",
        "not-summed": "You divided by m, but still return one value for each example. One step is "
        "missing on the way to a single number.",
        "mean-twice": "Your cost is m times too small. The mean is taken twice somewhere.",
        "half-of-the-mean": "Your cost is half of what it should be. The factor one half belongs "
        "to the squared error of linear regression.",
        "only-label-one": "Examples with label 0 add nothing to your cost. The loss has a second "
        "term for them.",
        "every-label-with-every-prediction": "Your cost mixes the label of one example with the "
        "prediction of another, as a product of m by m does. Pair each label with its own.",
        "only-the-first-example": "Only the first example counts in your cost. If you loop, check "
        "at which moment the function returns.",
        "only-the-last-example": "Only the last example counts in your cost. If you loop, check "
        "that each turn adds to the total and does not replace it.",
        "squared-error": "You return the mean squared error. The mean of the cross-entropy losses "
        "is asked for: your function loss can help.",
        "logarithm-of-base-two": "Your cost is too large by the same factor, about 1.44, on every "
        "data set. Which base does your logarithm have?",
    }.items()
)

LOG_LIKELIHOOD: Catalogue = tuple(
    Misconception(name, hint)
    for name, hint in {
        "minus-sign-kept": "Your number has the right size, but it is positive: it is the total "
        "loss. Can the logarithm of a probability be above zero?",
        "mean-instead-of-sum": "Your number is m times too small. The logarithm of a product over "
        "m examples has one term for each of them.",
        "cost-returned": "You return the cost. How do the cost and the log-likelihood differ in "
        "sign, and in what is done with m?",
        "not-summed": "You return one logarithm for each example. The likelihood of the whole set "
        "is one number, and so is its logarithm.",
        "likelihood-without-logarithm": "You return the likelihood itself, a product of "
        "probabilities that shrinks with every example. Its logarithm is asked for.",
        "sum-of-probabilities": "You add up probabilities, so your number is positive. Before they "
        "are added, something turns their product into a sum.",
        "logarithm-of-the-sum": "You add the probabilities first and take the logarithm last. "
        "Which of the two comes first when a product becomes a sum?",
        "only-label-one": "Examples with label 0 add nothing to your number. Which probability "
        "does the model give to their label?",
        "second-term-subtracted": "Examples with label 0 push your number up, those with label 1 "
        "pull it down. Both are logarithms of a probability and count the same way.",
        "labels-swapped": "Good predictions make your number worse, poor ones better. Check which "
        "probability goes with which label.",
        "every-label-with-every-prediction": "Your number mixes the label of one example with the "
        "prediction of another, as a product of m by m does. Pair each label with its own.",
        "logarithm-of-base-ten": "Your number is too small by the same factor, about 0.43, on "
        "every data set. Which base does your logarithm have?",
    }.items()
)

DERIVATIVE: Catalogue = tuple(
    Misconception(name, hint)
    for name, hint in {
        "nudged-up-only": "You compare f at a + h with f at a, so a curve bends your slope to one "
        "side. The text nudges to both sides.",
        "nudged-down-only": "You compare f at a with f at a - h, so a curve bends your slope to "
        "one side. The text nudges to both sides.",
        "divided-by-one-nudge": "Your slopes are exactly twice too steep. How far apart are the "
        "two points that you compare?",
        "not-divided": "You return the change of f, which shrinks with the nudge. A slope is a "
        "change for each unit that a moves.",
        "divided-by-two-only": "You return half the change of f, which shrinks with the nudge. The "
        "width of the nudge belongs in the slope too.",
        "multiplied-by-the-nudge": "Your slope is far too small because the nudge multiplies it. "
        "Division goes from left to right: what stands under the line needs brackets.",
        "numerator-without-brackets": "Your result explodes as the nudge shrinks, because only one "
        "of the two values of f is divided. The difference comes first.",
        "difference-reversed": "Your slopes have the right size and the wrong sign. Which value is "
        "subtracted from which when a function rises?",
        "values-added": "Your result explodes as the nudge shrinks, because the two values of f "
        "are added. Rise is a difference.",
        "nudge-hard-coded": "Your slope does not depend on h. The caller chooses the size of the "
        "nudge, and 0.000001 is only what it is by default.",
        "half-the-nudge": "Your two points are h apart, half of what is asked. How far does the "
        "text move to each side?",
        "value-over-position": "You return f(a) divided by a, the slope of the line from the "
        "origin. The slope at a compares two points close to a.",
    }.items()
)

GRAPH_FORWARD: Catalogue = tuple(
    Misconception(name, hint)
    for name, hint in {
        "u-is-a-sum": "Your u is the sum of b and c. In the picture, which sign stands in the box "
        "where b and c meet?",
        "u-of-a-and-b": "Your u multiplies a with b. Follow the arrows: which two letters run into "
        "u?",
        "u-of-a-and-c": "Your u multiplies a with c. Follow the arrows: which two letters run into "
        "u?",
        "v-is-a-product": "Your v multiplies a with u. Which sign stands inside the brackets of "
        "3(a + bc)?",
        "J-from-u": "Your J is three times u, so a has no say in it. Which node stands right "
        "before J?",
        "v-without-a": "Your v is just u. A second arrow runs into v.",
        "v-from-b": "Your v adds a and b, and u is left without a use. Follow the arrow that "
        "leaves u.",
        "v-multiplies-too-early": "Your v adds a and b before c multiplies. In a + bc, what is "
        "worked out first?",
        "v-is-a-difference": "Your v takes u away from a. Look at the sign inside the brackets.",
        "J-without-the-three": "Your J equals v. One factor of 3(a + bc) is still waiting.",
        "J-adds-three": "Your J is v plus three. What does a number right in front of a bracket "
        "do?",
        "J-is-a-cube": "Your J is v to the power of three, which grows far too fast. A 3 in front "
        "is no exponent.",
        "three-times-a-only": "Your J triples a but not bc. The factor stands in front of the "
        "whole bracket.",
    }.items()
)

GRAPH_BACKWARD: Catalogue = tuple(
    Misconception(name, hint)
    for name, hint in {
        "db-and-dc-swapped": "Your db and dc have each other's values. Nudge b in bc: by what is "
        "the nudge multiplied?",
        "chain-cut-at-u": "Your db and dc say how much u moves, not how much J moves. One link of "
        "the chain is missing.",
        "local-slopes": "Each of your slopes looks one step ahead only. The chain rule multiplies "
        "all the steps on the way to J.",
        "three-left-out": "All your slopes are three times too small: they lead to v, not to J. "
        "How much does J move when v moves by 1?",
        "three-counted-twice": "Your db and dc are three times too large. The factor 3 has already "
        "come in with du.",
        "product-taken-for-a-sum": "Your db and dc do not depend on b and c. Where two numbers are "
        "multiplied, the slope of one is the other.",
        "sum-taken-for-a-product": "Your da and du change with a and u. In a sum, a nudge of one "
        "part passes straight through, whatever the other is.",
        "whole-product-kept": "Your db and dc are both multiplied by b and c together. When only b "
        "moves in bc, what stays in front of it?",
        "node-values": "You return the values of the nodes, not slopes. The question is how much J "
        "moves when a node moves a little.",
        "multiplied-by-its-own-value": "Each of your slopes is multiplied by the value of its own "
        "node. J is linear in each of them: does its slope depend on where the node stands?",
        "added-along-the-chain": "Your db and dc add the links of the chain. What does the chain "
        "rule do with slopes that follow each other?",
        "change-for-a-thousandth": "You return the change of J for a nudge of 0.001. Divide it by "
        "the nudge, and the slope is there.",
    }.items()
)

NEURON_BACKWARD: Catalogue = tuple(
    Misconception(name, hint)
    for name, hint in {
        "error-reversed": "All your slopes have the right size and the wrong sign. If the neuron "
        "says too much, should dz be above or below zero?",
        "no-sigmoid": "Your dz compares the label with z. Before the comparison, z becomes a "
        "probability.",
        "label-forgotten": "Your dz is the prediction alone: with label 1 it should be below zero. "
        "Where does y come in?",
        "only-the-slope-of-sigmoid": "Your dz is the slope of the sigmoid, and the label has no "
        "say in it. The chain has one more link, the slope of the loss.",
        "stopped-at-a": "Your dz is the slope of the loss with respect to a. One link of the chain "
        "lies between a and z.",
        "squared-error": "Your dz is the error times the slope of the sigmoid, as for the squared "
        "error. With the cross-entropy, something cancels.",
        "bias-forgotten": "Your numbers fit a neuron whose b is zero. Check what is added up in z.",
        "sigmoid-mirrored": "Your neuron says the opposite: its probability is one minus what it "
        "should be. Check the sign in the exponent.",
        "weights-for-features": "Your dw1 and dw2 are multiplied by the weights. In w1 x1, what "
        "multiplies a nudge of w1?",
        "features-swapped": "Your dw1 and dw2 have each other's features. Which input does each "
        "weight meet?",
        "dw-without-dz": "Your dw1 and dw2 are the features alone, how z moves. How the loss moves "
        "needs one more factor.",
        "db-times-b": "Your db is multiplied by b. By how much does z move when b moves by 1?",
        "db-without-dz": "Your db is always 1, how z moves. How the loss moves needs one more "
        "factor.",
        "dw-brackets-missing": "In your dw1 and dw2 the feature multiplies the prediction, but not "
        "the label. It should multiply their difference.",
        "mean-over-features": "Your dw1 and dw2 are half of what they should be. There is one "
        "example, so there is nothing to average.",
    }.items()
)

GRADIENT_DESCENT: Catalogue = tuple(
    Misconception(name, hint)
    for name, hint in {
        "uphill": "Your walk climbs: each value is further from the bottom than the one before. "
        "The gradient points uphill, so which way is down?",
        "start-missing": "Your list begins with the first step. The place where the walk starts "
        "belongs to it as well.",
        "last-value-missing": "Your list is one value short at its end. The place after the last "
        "step belongs to it.",
        "only-the-last-value": "You return only where the walk ends. All the values on the way are "
        "asked for, in a list.",
        "only-both-ends": "Your list has only the start and the end. The values in between belong "
        "to it.",
        "one-step-too-many": "You take one step more than num_iterations. Count the values: the "
        "start and one for each step.",
        "learning-rate-ignored": "Your steps are as long as the gradient itself. The learning rate "
        "should scale them.",
        "divided-by-the-learning-rate": "Your steps grow when the learning rate shrinks. A smaller "
        "learning rate should mean smaller steps.",
        "slope-of-the-start": "All your steps have the same length. The slope changes on the way: "
        "where should it be taken?",
        "every-step-from-the-start": "Each of your steps sets out from the start again. The next "
        "step begins where the last one ended.",
        "step-for-position": "Your values are the steps, not the places they lead to. A step is "
        "taken away from where you stand.",
        "gradients-listed": "Your list holds the gradients. The values of theta are asked for.",
        "one-array-everywhere": "For arrays, all the places in your list show the same values: one "
        "array stands in them all. Make a new array at each step instead of changing the old one.",
    }.items()
)
