"""A small taxonomy for tests that need one but do not test the product's own word lists."""

from __future__ import annotations

from riskscreen.facts.taxonomy import Category, Taxonomy
from riskscreen.facts.words import Words
from riskscreen.lang.vocabulary import Label

TAXONOMY = Taxonomy(
    (
        Category(
            code="elder-care",
            title=Label("Elder care", "养老服务"),
            aliases=("社区老人居家养老服务", "home care for elders"),
            continuing=True,
            professional=True,
            fitting_types=frozenset({"elder-care-institution", "social-work-agency"}),
            fitting_names=Words.of(["社会工作", "养老"]),
            misfit_names=Words.of(["便民服务中心", "家政"]),
            fitting_scopes=Words.of(["养老服务", "elder care"]),
            professional_items=Words.of(["个案管理", "心理慰藉", "crisis intervention"]),
            basic_items=Words.of(["保洁", "助餐", "nanny"]),
        ),
        Category(code="evaluation", title=Label("Evaluation", "评估验收"), aliases=("评估验收",), evaluation=True),
    )
)
