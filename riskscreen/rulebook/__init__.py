"""Rule packs: loading, checking, examples."""
