"""Breaking rules on purpose: would the examples of a rule notice if it said something slightly else?

``expressions`` changes a condition in one place, ``texts`` a whole rule, ``same`` tells which changes cannot change any
verdict and why, and ``run`` judges the examples of every rule by everything it could have said instead.
"""
