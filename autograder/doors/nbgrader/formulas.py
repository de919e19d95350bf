"""Formulas that a page may typeset: a closed list of what mathematics is written with.

What typesets formulas on a page also makes links, styles, classes and macros of them. None of these
is on the list, and a formula that uses anything else is shown as its text.
"""

from __future__ import annotations

import re

LONGEST = 2_000
"""Longer formulas are shown as text: typesetting takes more than linear time."""
COMMAND = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
ENVIRONMENT = re.compile(r"\\(?:begin|end)[ ]*\{([a-z]*\*?)\}")
SYMBOLS = frozenset("\\ ,;:!{}|%&#_$-()[]>\n")
"""What may stand behind a backslash and is no letter."""
_ENVIRONMENTS = """
align align* aligned alignedat array bmatrix Bmatrix cases eqnarray eqnarray* equation equation*
gather gather* gathered matrix multline multline* pmatrix smallmatrix split subarray vmatrix
Vmatrix
"""
_COMMANDS = """
begin end alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa
lambda mu nu xi pi varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma
Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega frac dfrac tfrac cfrac binom dbinom tbinom
sqrt root stackrel overset underset sum prod coprod int iint iiint oint bigcup bigcap bigvee
bigwedge bigoplus bigotimes bigodot lim limsup liminf sup inf max min argmax argmin det dim ker
deg gcd hom Pr arg exp ln log lg sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan
operatorname limits nolimits cdot cdots ldots dots dotsb dotsc dotsi dotsm dotso vdots ddots times
div pm mp ast star circ bullet oplus ominus otimes oslash odot dagger ddagger setminus
smallsetminus wedge vee land lor lnot neg cap cup uplus sqcap sqcup wr amalg diamond triangle
triangleleft triangleright leq le geq ge neq ne equiv approx cong sim simeq propto asymp doteq
prec succ preceq succeq ll gg subset supset subseteq supseteq nsubseteq in notin ni mid nmid
parallel perp vdash dashv models bowtie leqslant geqslant lesssim gtrsim triangleq coloneqq not to
gets leftarrow rightarrow leftrightarrow Leftarrow Rightarrow Leftrightarrow longleftarrow
longrightarrow longleftrightarrow Longleftarrow Longrightarrow Longleftrightarrow mapsto
longmapsto uparrow downarrow updownarrow Uparrow Downarrow nearrow searrow swarrow nwarrow
hookrightarrow hookleftarrow rightharpoonup leftharpoonup rightleftharpoons implies impliedby iff
xrightarrow xleftarrow infty partial nabla forall exists nexists emptyset varnothing hbar ell Re
Im aleph wp angle top bot prime backprime square blacksquare qed checkmark degree therefore
because surd hat widehat tilde widetilde bar overline underline vec dot ddot acute grave breve
check overbrace underbrace overrightarrow overleftarrow boxed cancel left right middle big Big
bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm Bigm langle rangle lvert rvert lVert
rVert vert Vert lceil rceil lfloor rfloor lbrace rbrace lbrack rbrack backslash text textbf textit
textrm texttt textsf textnormal mbox mathrm mathbf mathit mathsf mathtt mathcal mathbb mathfrak
mathscr mathnormal boldsymbol bm pmb rm bf it cal tt sf displaystyle textstyle scriptstyle
scriptscriptstyle tiny small normalsize large Large quad qquad enspace thinspace medspace
thickspace negthinspace phantom hphantom vphantom substack hline tag notag nonumber label over
choose atop pmod bmod mod colon mathop mathrel mathbin mathord mathopen mathclose mathpunct
mathinner mathstrut strut smash
"""
ENVIRONMENTS, COMMANDS = frozenset(_ENVIRONMENTS.split()), frozenset(_COMMANDS.split())


def is_plain(formula: str) -> bool:
    r"""Tell whether a formula holds mathematics and nothing else.

    Examples
    --------
    >>> is_plain(r"\frac{1}{1 + e^{-z}}"), is_plain(r"\href{javascript:alert(1)}{x}")
    (True, False)
    >>> is_plain(r"\begin{aligned} a &= b \\ \end{aligned}"), is_plain(r"\begin{html} a")
    (True, False)
    """
    words = [match[1] for match in COMMAND.finditer(formula)]
    environments = ENVIRONMENT.findall(formula)
    return (
        len(formula) <= LONGEST
        and all(word in COMMANDS or word in SYMBOLS for word in words)
        and all(name in ENVIRONMENTS for name in environments)
        and len(environments) == words.count("begin") + words.count("end")
    )
