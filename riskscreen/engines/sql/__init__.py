"""Rules as SQL, for engines that judge batches: built as sqlglot trees, written in an engine's dialect at the end.

**Tables.** A batch of cases becomes one table for the subjects' own rows and one for each relation that rules look at
(:mod:`.tables`): the case's number in the batch (``_case``), the row's position (``_row``), and the fields, NULL where
nothing is known. A relation that is not complete has one row more, at position -1, of which nothing is known, not even
that it exists (the *phantom*): so completeness needs no column of its own, and joins meet the phantom by themselves.

**Truth.** A condition becomes a BOOLEAN with NULL for unknown (:mod:`.truth`). SQL's AND, OR, NOT and comparisons are
strong Kleene on these; everything in SQL that is not is avoided: IN holds constants only, never a subquery; absence is
no NOT EXISTS but two joins; an aggregate over no rows is coalesced; a WHERE, which takes unknown for false, stands only
where a *world* is chosen: definitely true, or COALESCE(condition, TRUE), possibly true.

**Numbers** stay whole. Sums are exact DECIMAL(38, 0); a measure is compared with the threshold's floor or ceiling, a
share by cross multiplication (:mod:`.measures`). No expression yields a floating-point number.

**Texts.** One a *fact pattern* (:mod:`.plan`): conditions on the subject that look at the same relations beside it
(for measures and absences); all alternatives that bind one row of a relation; and each join, in both worlds
(:mod:`.searches`). An absence (``none:``) is such a search too, over its context: the outer rows it names. The measures
of one relation are one aggregate. A text gives bindings that are not false, in any order: the case, the positions of
the rows, and a level for each condition (0 false, 1 unknown, 2 true); :mod:`.outcomes` makes verdicts of these, with
scopes, as the meaning of rules has it.
"""
