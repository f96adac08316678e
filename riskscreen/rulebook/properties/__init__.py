"""Properties of rules: what must not change a verdict, and in which direction a value makes things worse.

``values`` says what ``worse_when`` can name.
"""
