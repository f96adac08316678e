"""The page in a browser: what a reader does with it. Slow: pytest -m slow tests/reports/html (needs Chromium)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from riskscreen.intake.read import read_inputs
from riskscreen.reports.html import write_html
from riskscreen.screening import Screener
from tests.support.browser import Watched, browser
from tests.support.command_line import FIXTURES, command_line
from tests.support.hostile import hostile_batch
from tests.support.inputs import json_line, write_lines

pytestmark = pytest.mark.slow
A4_WITHIN_MARGINS = 695
"""184 mm in CSS pixels."""

A4_ACROSS = 1031
"""273 mm: the page lying on its side."""

SECONDS_TO_OPEN = 2.0
"""Of the page's own thread, so that it opens in 3 seconds also where the machine does something else beside."""

PROJECTS = 2_000

ROWS = "#list tbody tr:not([hidden])"
CUT_OFF = """() => {
  const shown = (element) => element.checkVisibility() && element.getClientRects().length > 0;
  const wide = [...document.querySelectorAll("main *")].filter((element) => shown(element)
    && !element.closest(".sr, svg, .scale-ends") && element.getBoundingClientRect().right > innerWidth + 1);
  const clipped = [...document.querySelectorAll("svg text")].filter((text) => {
    if (!shown(text) || !text.textContent.trim()) return false;
    const box = text.getBoundingClientRect(), whole = text.ownerSVGElement.getBoundingClientRect();
    return box.left < whole.left - 2 || box.right > whole.right + 2 || box.bottom > whole.bottom + 2;
  });
  return [...wide, ...clipped].map((element) => element.outerHTML.slice(0, 160));
}"""
FAINT = """() => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (part) => (part /= 255) <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  const luminance = ([r, g, b]) => 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const found = new Set();
  for (const element of document.querySelectorAll("body *:not(svg *):not(script)")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || !element.checkVisibility() || element.closest("[aria-hidden]")) continue;
    const [a, b] = [luminance(numbers(getComputedStyle(element).color)), luminance(ground(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) found.add(element.tagName + "." + element.className + " " + ratio.toFixed(2));
  }
  return [...found];
}"""


def _write(source: Path, target: Path, **settings: Any) -> Path:
    screener = Screener(**{"engine": "reference", "as_of": "2026-01-01", **settings})
    with target.open("w", encoding="utf-8") as stream:
        write_html(screener.editions(read_inputs([str(source)], lang=screener.lang)), screener.rulebook, stream)
    return target


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _write(FIXTURES / "wang2019.jsonl", tmp_path_factory.mktemp("page") / "report.html")


@pytest.fixture
def opened(report: Path) -> Iterator[Watched]:
    with browser() as driven:
        watched = Watched(driven, report)
        yield watched
        assert (watched.complaints, watched.requests) == ([], [])


def test_language_search_filter_and_sort(opened: Watched) -> None:
    page = opened.open()
    page.wait_for_selector("#waiting-rows", state="detached")
    assert page.locator(ROWS).count() == 256
    assert page.locator("h1").inner_text() == "风险筛查报告"
    page.click('[data-language="en"]')
    assert page.locator("h1").inner_text() == "Risk screening report"
    assert (page.evaluate("document.documentElement.lang"), page.title()) == ("en", "Risk screening report")
    page.keyboard.press("/")
    page.keyboard.type("SW401")
    assert page.locator(ROWS).count() == 3
    assert page.locator("#shown").inner_text() == "3"
    page.click('button[type="reset"]')
    page.wait_for_function("document.querySelector('#shown').textContent === '256'")
    page.select_option("#f-year", label="2018")
    assert page.locator(ROWS).count() == 136
    page.select_option("#f-rule", value="SW402")
    assert page.locator(ROWS).count() == 3
    page.fill("#f-search", "no such project")
    assert page.locator("#none-match").is_visible()
    page.click('button[type="reset"]')
    page.wait_for_function("document.querySelector('#shown').textContent === '256'")
    page.click('#list [data-sort="decided_column"]')
    shares = [
        float(value or 0) for value in page.eval_on_selector_all(ROWS, "rows => rows.map(r => r.dataset.decided)")
    ]
    assert shares == sorted(shares, reverse=True)
    assert page.locator("#list th[aria-sort]").count() == 1


def test_projects_open_by_keyboard_and_three_in_one_is_drawn(opened: Watched) -> None:
    page = opened.open()
    page.fill("#f-search", "SW401")
    page.locator(f"{ROWS} th a").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(".dossier.open h3")
    assert not page.locator("#list").is_visible()
    assert page.locator(".dossier.open .network .edge.strong").count() == 3
    assert "三方" in page.locator(".dossier.open .found").first.inner_text()
    assert "《甘肃社会科学》" in page.locator(".dossier.open .found").first.inner_text()
    first = page.evaluate("location.hash")
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"location.hash !== '{first}'")
    page.keyboard.press("Escape")
    page.wait_for_selector("#list", state="visible")


def test_what_waits_as_text_is_whole_when_it_is_opened(opened: Watched) -> None:
    page = opened.open("#p256")
    text = page.locator(".dossier.open").inner_text()
    for words in ("第256位", "项目时间线", "未能判定的部分", "可据以判定的字段", "核查要点"):
        assert words in text
    assert not [sign for sign in text if "\ue000" <= sign <= "\uf8ff"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_text_stands_out_from_its_ground(opened: Watched, lang: str) -> None:
    for anchor in ("", "#p1", "#p19"):
        page = opened.open(anchor)
        page.click(f'[data-language="{lang}"]')
        assert page.evaluate(FAINT) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_cut_off_on_paper(opened: Watched, lang: str) -> None:
    page = opened.page
    page.set_viewport_size({"width": A4_WITHIN_MARGINS, "height": 1000})
    page.emulate_media(media="print")
    for anchor in ("", "#p1", "#p19"):
        opened.open(anchor)
        page.evaluate("language => document.querySelector(`[data-language=${language}]`).click()", lang)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.evaluate(CUT_OFF) == []
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_nothing_is_cut_off_on_a_telephone(opened: Watched) -> None:
    opened.page.set_viewport_size({"width": 390, "height": 844})
    opened.open()
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_head_of_the_list_is_on_every_printed_page(opened: Watched) -> None:
    page = opened.open()
    page.emulate_media(media="print")
    # Chromium leaves a repeated head blank if a box of its own stands in it.
    shown = page.eval_on_selector_all("#list thead button", "all => all.map(each => getComputedStyle(each).display)")
    assert set(shown) == {"contents"}


@pytest.mark.parametrize("name", ["comparison", "portfolio"])
def test_other_pages_are_whole_in_print_and_on_a_telephone(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    batch, old, new = FIXTURES / "wang2019.jsonl", tmp_path / "old.json", tmp_path / "new.json"
    file = tmp_path / f"{name}.html"
    if name == "portfolio":
        assert command_line(monkeypatch, "portfolio", batch, "-o", file).code == 0
    else:
        for report, months in ((old, 5), (new, 4)):
            options = ("--engine", "reference", "--no-what-if", "--set", f"SW501.max_months={months}")
            assert command_line(monkeypatch, "screen", batch, *options, "-o", report).code == 0
        assert command_line(monkeypatch, "compare", old, new, "-o", file).code == 0
    with browser() as driven:
        watched = Watched(driven, file, 390, 844)
        page = watched.open()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.emulate_media(media="print")
        page.set_viewport_size({"width": A4_ACROSS if name == "portfolio" else A4_WITHIN_MARGINS, "height": 1000})
        assert page.evaluate(CUT_OFF) == []
        assert page.evaluate(FAINT) == []
        assert (watched.complaints, watched.requests) == ([], [])


def test_a_hostile_batch_is_harmless(tmp_path: Path) -> None:
    file = _write(hostile_batch(tmp_path / "batch.jsonl"), tmp_path / "report.html")
    with browser() as driven:
        watched = Watched(driven, file)
        page = watched.open()
        for anchor in page.eval_on_selector_all(".dossier", "all => all.map(each => each.id)"):
            page.evaluate("anchor => { location.hash = anchor; }", anchor)
            page.wait_for_selector(f"#{anchor}.open h3")
        assert (watched.complaints, watched.requests) == ([], [])


def test_two_thousand_projects_open_at_once(tmp_path: Path) -> None:
    lines = (FIXTURES / "wang2019.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(lines[number % len(lines)]) | {"id": f"p-{number}"} for number in range(PROJECTS)]
    source = write_lines(tmp_path / "batch.jsonl", [json_line(**record) for record in records])
    file = _write(source, tmp_path / "report.html")
    with browser() as driven:
        Watched(driven, FIXTURES / "clean.json").open()  # the browser itself has started
        seconds = [_opening(Watched(driven, file)) for _ in range(3)]
    assert min(seconds) < SECONDS_TO_OPEN


def _opening(watched: Watched) -> float:
    """How long the page keeps its thread busy until it can be read; what else the machine does is not counted."""
    session = watched.page.context.new_cdp_session(watched.page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    watched.open().wait_for_selector("#list tbody tr", state="visible")
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(each["value"] for each in metrics if each["name"] == "TaskDuration"))
