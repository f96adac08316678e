"""Facts of a contracting process, straight from its OCDS release.

They are facts about what is *published*: the lowest published bid, the suppliers of the published awards. Relations of
this package have the form ``ocds``: of a project in the native form nothing is known in them.

- ``rows``: the row types; ``settings``: what an office may set, and how absence is read;
- ``parts``: a release at hand, with the bids and awards as derivations need them;
- ``dates``, ``prices``, ``outcomes``: the derived values; ``relations``: the relations, by name.

A relation that is added needs a row type, a reader in ``relations`` (or a mapping of readers merged there) and its
declaration in :mod:`riskscreen.facts.vocabulary`.
"""
