"""The indicators of OCDS Cardinal over a batch of releases: rules of the pack ``ocp``, set as its settings file says.

Verdicts only, without scores and explanations. The rules, the facts and the engines are those of every screening; what
differs is said by the policy that the settings make: absence is silence, and no least samples of our own.

- ``batch``: releases in memory, judged case by case by any engine;
- ``values``: who is flagged with what, and with which value;
- ``sheets``, ``counting``, ``standings``, ``deciding``, ``flagging``, ``stream``: the same of JSON Lines of any length,
  in one pass over the input and one over what was kept of it.
"""
