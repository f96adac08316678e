"""What a session does when the engine behaves oddly: nothing of a failed one is used, and the next is sound."""

from __future__ import annotations

import json
from typing import Any

import pytest

from riskscreen.engines.durable.ruleset import SENTINEL, SENTINEL_TYPE, TYPE, Ruleset
from riskscreen.engines.durable.session import Session, SessionFailed
from tests.support.needs import needs_durable

pytestmark = needs_durable

RULESET = Ruleset(
    json.dumps(
        {
            SENTINEL: {"all": [{"p0": {"$and": [{TYPE: SENTINEL_TYPE}]}}]},
            "r0": {"all": [{"p0": {"$and": [{TYPE: 1}]}}], "cap": 65535},
        }
    ),
    (),
)
FACT = '"r":0,"t":1}'


class Engine:
    """The C module, but for what a test replaces."""

    def __init__(self, module: Any, **replaced: Any) -> None:
        self._module = module
        self.__dict__.update(replaced)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)


@pytest.fixture
def session() -> Session:
    return Session("odd", RULESET)


def replace(session: Session, **replaced: Any) -> Any:
    module = session._engine
    session._engine = Engine(module, **replaced)
    return module


def test_an_id_that_looks_taken_is_passed_over(session: Session) -> None:
    def assert_fact(handle: int, fact: str) -> tuple[int, int]:
        return (2, 0) if '"id":2,' in fact else module.assert_fact(handle, fact)

    module = replace(session, assert_fact=assert_fact)
    (message,) = session.run([FACT, FACT, FACT])["r0"]
    ids = [fact["p0"]["id"] for fact in json.loads(message)["r0"]]
    assert sorted(ids) == [1, 3, 4]


@pytest.mark.parametrize("code", ["303", "311", "312"])
def test_an_error_fails_the_session_and_its_state_is_deleted(session: Session, code: str) -> None:
    def assert_fact(handle: int, fact: str) -> tuple[int, int]:
        if '"id":2,' in fact:
            raise module.error(f"Could not assert fact, error code: {code}")
        answer: tuple[int, int] = module.assert_fact(handle, fact)
        return answer

    module = replace(session, assert_fact=assert_fact)
    with pytest.raises(SessionFailed, match=code):
        session.run([FACT, FACT])
    session._engine = module
    assert session.run([]) == {}


def test_a_session_whose_sentinel_does_not_fire_is_not_believed(session: Session) -> None:
    replace(session, start_action_for_state=lambda handle, state: None)
    with pytest.raises(SessionFailed, match="sentinel"):
        session.run([FACT])


def test_more_matches_than_come_at_a_time_all_come(session: Session) -> None:
    small = Ruleset(RULESET.definition.replace("65535", "7"), ())
    messages = Session("small", small).run([FACT] * 100)["r0"]
    assert len(messages) == 15
    assert sum(len(json.loads(message)["r0"]) for message in messages) == 100
