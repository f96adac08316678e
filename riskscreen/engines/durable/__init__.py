"""The durable-rules engine: rules as Rete networks, run in processes of their own.

durable-rules is exact only in a small subset and dangerous outside it. From rule to verdict:

* ``searches``: what has to be searched for to judge a rule;
* ``translate``, ``terms``: each condition in two worlds, definitely and possibly true, over integers;
* ``drafts``: a search as conjunctions of patterns;
* ``ruleset``, ``limits``: the engine's JSON, and the check of every hard limit;
* ``facts``, ``encoding``: a case as facts;
* ``session``: the only module that talks to the engine;
* ``matches``, ``judge``: verdicts and bindings from the engine's matches;
* ``worker``, ``processes``, ``engine``: all of it in worker processes.
"""

from riskscreen.engines.durable.availability import durable_available
from riskscreen.engines.durable.engine import DurableEngine

__all__ = ["DurableEngine", "durable_available"]
