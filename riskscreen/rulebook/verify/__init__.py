"""Proving what rules can and cannot say, with the solver z3 (the extra ``verify``).

The solver is asked about *records*: its variables are the values a project record can hold, and the fields rules
read are formulas over them that mirror the derivations of :mod:`riskscreen.facts`. So every answer "this can be"
comes with a record, which is judged by the reference engine before anything is said about it; and every answer
"this cannot be" holds for all records, as far as the findings say.

Modules, from the ground up: ``record_types`` and ``terms`` (values), ``inputs`` and ``lists`` (what a record holds),
``days``, ``festivals``, ``derived_root`` and ``derived_rows`` (fields), ``project_world`` and ``batch_world`` (facts),
``encode`` and ``sizes`` (rules), ``search`` and ``trial`` (models, records and their verdicts), ``single``,
``branches``, ``thresholds``, ``dated`` and ``pairs`` (what is asked), ``run`` (all of it).
Only :mod:`riskscreen.rulebook.verify.availability` may be imported without z3.
"""
