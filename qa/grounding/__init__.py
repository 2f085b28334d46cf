"""Grounding: whether a sentence is supported by the evidence that it is bound to.

Each check is a rule with a name; a rule returns what is wrong, or None.
"""

from qa.grounding.claim import Claim, Verdict, make_claim
from qa.grounding.likeness import likeness, overlap
from qa.grounding.rules import RULES, bind, check

__all__ = ["RULES", "Claim", "Verdict", "bind", "check", "likeness", "make_claim", "overlap"]
