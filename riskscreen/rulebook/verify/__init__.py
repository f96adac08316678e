"""Proving what rules can and cannot say, with the solver z3 (the extra ``verify``).

The solver is asked about *records*: its variables are the values a project record can hold, and the fields rules
read are formulas over them that mirror the derivations of :mod:`riskscreen.facts`. So every answer "this can be"
comes with a record, which is judged by the reference engine before anything is said about it; and every answer
"this cannot be" holds for all records, as far as the findings say.

Modules, from the ground up:

- values and rules: ``record_types``, ``terms``, ``formulas``;
- what a record holds: ``inputs``, ``lists``, ``scalars``;
- the fields of a project: ``days``, ``festivals``, ``derived_root``, ``derived_rows``;
- facts: ``world``, ``project_world``, ``batch_world``, ``organisation_rows``, ``market_rows``;
- what rules mean, and how many rows a proof needs: ``encode``, ``sizes``;
- models, records and their verdicts: ``trial``, ``search``, ``workshop``;
- what is asked: ``single``, ``branches``, ``thresholds``, ``dated``, ``pairs``, ``overlaps``;
- all of it: ``findings``, ``run``.

``availability``, ``findings`` and ``trial`` can be imported without z3.

A field that is added to the facts of a project needs nothing here if it is a value of the record as it stands there.
A derived one needs its formula in ``derived_root`` or ``derived_rows``; until it has one, proofs take it for any value
within its limits, and what would need a record is told to be undecided.
"""
