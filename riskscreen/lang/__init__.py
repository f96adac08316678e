"""The rule language: vocabulary, grammar, type check and the tree that engines run."""
