"""Properties of rules: what must not change a verdict, and in which direction a value makes things worse.

A rule declares them (``invariant_under``, ``worse_when``); here they are tried, and what does not hold is shown on the
smallest case that shows it. Modules, from the ground up: ``values`` (what ``worse_when`` can name), ``places`` and
``reads`` (the places of a record, and those a rule depends on), ``records``, ``transformations`` (the meaning of each
relation), ``edits`` (small changes around examples), ``declared``, ``trial`` and ``bench`` (one rule, one change, what
it shows), ``search``, ``smallest`` and ``run``.

``search`` and ``run`` need hypothesis; ``availability`` says what to do without it.
"""
