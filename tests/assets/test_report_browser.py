"""The report's page in a real Chromium: what a person does with it, and that it asks nothing of any network."""

from __future__ import annotations

import os
import shutil

import pytest

from assets.report import write_reports
from tests.assets import report_world

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser():
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        why = "no Chromium on this machine; install one, e.g. apt-get install chromium"
        if os.environ.get("ABIDE_REQUIRE_BROWSER") == "1":
            pytest.fail(why)
        pytest.skip(why)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("harbour")
    write_reports(report_world.snapshot(), report_world.controller(folder), report_world.AS_OF, folder / "report")
    return (folder / "report" / "index.html").as_uri()


@pytest.fixture(params=[1400, 400], ids=["desktop", "phone"])
def opened(request, browser, address):
    """The page; after the test: no message in the console, no request but for the file, nothing wider than the window."""
    page = browser.new_page(viewport={"width": request.param, "height": 900})
    told: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda made: asked.append(made.url))
    page.goto(address)
    yield page
    width = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert told == []
    assert [url for url in asked if not url.startswith("file:")] == []
    assert width == request.param


def status(page):
    return page.locator("#status").inner_text()


def test_the_headline_and_the_scoreboard_read(opened):
    assert opened.locator("h1").inner_text() == "2 promises broken, 1 kept, 4 not proved, 1 attested"
    assert opened.locator("#scoreboard tbody tr:not(.group)").count() == 8
    row = opened.locator("#row-candidates-twelve-months")
    assert "Broken" in row.inner_text()
    label = row.get_by_role("img").get_attribute("aria-label")
    assert label == "Of the last 28 nights: broken on 8, kept on 18; 2 without a run."


def test_filtering_by_promise_stands_in_the_address(opened):
    assert status(opened).endswith("of 75 flagged records")
    opened.select_option("#f-clause", "no-health-data")
    assert status(opened) == "Showing 1 to 5 of 5 flagged records (75 without the filter)"
    assert opened.locator("#rows tr").count() == 5
    assert opened.url.endswith("#clause=no-health-data")
    opened.select_option("#f-store", "recruitment")
    assert status(opened) == "No flagged record fits the filter."
    opened.click("#f-clear")
    assert status(opened).endswith("of 75 flagged records")


def test_free_text_finds_a_record_by_its_key(opened):
    opened.fill("#f-q", "a-1042")
    opened.get_by_text("Showing 1 to 1 of 1").wait_for()
    assert opened.locator("#rows .open").inner_text() == "A-1042"
    assert "q=a-1042" in opened.url


def test_sorting_goes_both_ways_with_empty_values_last(opened):
    opened.select_option("#f-sort", "due_on") if _is_narrow(opened) else opened.get_by_role(
        "button", name="Due on"
    ).click()
    up = opened.locator("#rows tr").first.inner_text()
    assert "sort=due_on" in opened.url
    opened.evaluate("location.hash = '#sort=-due_on'")
    opened.locator("[data-name=due_on][aria-sort=descending]").wait_for(state="attached")
    down = opened.locator("#rows tr").first.inner_text()
    assert "2023" in up
    assert "28 Feb 2026" in down


def test_a_deep_link_opens_filtered_and_paged(browser, address):
    page = browser.new_page()
    page.goto(f"{address}#store=recruitment&sort=record_key&page=2")
    assert status(page) == "Showing 51 to 70 of 70 flagged records (75 without the filter)"
    assert page.locator("#f-store").input_value() == "recruitment"
    keys = page.locator("#rows .open").all_inner_texts()
    assert keys == sorted(keys)
    page.close()


def test_the_count_on_the_scoreboard_leads_to_its_records(opened):
    opened.get_by_role("link", name="5 flags of no-health-data").click()
    opened.get_by_text("Showing 1 to 5 of 5").wait_for()
    assert opened.locator("#f-clause").input_value() == "no-health-data"


def test_a_record_opens_to_its_reasons_by_keyboard(opened):
    opened.evaluate("location.hash = '#clause=candidates-twelve-months&sort=-overdue_days'")
    opened.get_by_text("of 70 flagged records").wait_for()
    first = opened.locator("#rows .open").first
    first.focus()
    opened.keyboard.press("Enter")
    assert first.get_attribute("aria-expanded") == "true"
    told = opened.locator("#rows .detail").inner_text()
    flag = next(row for row in report_world.flags() if row["record_key"] == first.inner_text())
    assert f"abide explain {flag['flag_id']}" in told
    assert "The period of 12 months from ended_on ran out on" in told
    assert "statutory minimum\ndoes not apply" in told
    opened.keyboard.press("Enter")
    assert opened.locator("#rows .detail").count() == 0


def test_a_hostile_key_stays_text(opened):
    opened.fill("#f-q", "hyperlink")
    opened.get_by_text("Showing 1 to 1 of 1").wait_for()
    assert opened.locator("#rows .open").inner_text() == report_world.HOSTILE


def test_without_script_the_scoreboard_still_reads(browser, address):
    page = browser.new_page(java_script_enabled=False)
    page.goto(address)
    assert page.locator("#scoreboard tbody tr:not(.group)").count() == 8
    assert not page.locator("#list").is_visible()
    assert page.locator("noscript p").is_visible()
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_enough_contrast(browser, address, scheme):
    """WCAG 2.2 success criterion 1.4.3: 4.5 to 1, measured on each element that holds text."""
    page = browser.new_page(color_scheme=scheme)
    page.goto(address)
    page.locator("#rows .open").first.click()
    assert page.evaluate(CONTRAST) == []
    page.close()


def _is_narrow(page):
    return page.locator("#f-sort").is_visible()


CONTRAST = """() => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const poor = new Set();
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || !element.checkVisibility() || element.closest("script, style") || element.disabled) continue;
    const [a, b] = [light(parse(getComputedStyle(element).color)), light(behind(element))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) poor.add(`${element.className || element.tagName}: ${element.textContent.slice(0, 30)}`);
  }
  return [...poor];
}"""
