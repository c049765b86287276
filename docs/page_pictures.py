"""Pictures of the page, taken in Chromium: `python -m docs.page_pictures`.

The answer is the recorded one of the real models (docs/trace.json); needs Debian's `chromium`.
Prints how soon Chromium painted an article that it had not loaded before, and what it loaded.
"""

import io
import json
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from api_server import running  # noqa: E402
from PIL import Image  # noqa: E402
from playwright.sync_api import Browser, ViewportSize, sync_playwright  # noqa: E402

from bot.memory.answer_json import answer_from_json  # noqa: E402

_PHONE = ViewportSize(width=390, height=844)
_WIDE = ViewportSize(width=1100, height=640)
_PICTURES: tuple[tuple[str, ViewportSize, Literal["light", "dark"]], ...] = (
    ("page", _PHONE, "light"),
    ("page-wide", _WIDE, "dark"),
)
_TIMES = 20
_PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
_LOADED = (
    "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
    ".reduce((sum, entry) => sum + entry.decodedBodySize, 0)"
)
_LONG = " ".join(f"Sentence {n} of this long report has exactly ten words." for n in range(300))


def main() -> None:
    """Write docs/page.png and docs/page-wide.png."""
    asked = json.loads((ROOT / "docs" / "trace.json").read_text(encoding="utf-8"))["asked"]
    answer = answer_from_json({**asked[0]["answer"], "timing": {}})  # which a trace has not
    long = {"long": f"---\ntitle: A report of 3,000 words\n---\n{_LONG}"}
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder), more=long) as site,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        address = f"{site.client.base_url}/page/article"
        shown = f"{address}?answer={site.served.kept.keep(answer)}"
        for name, size, scheme in _PICTURES:
            page = browser.new_page(viewport=size, color_scheme=scheme)
            page.goto(shown)
            page.locator("#around h2").first.wait_for()
            _save(page.screenshot(), ROOT / "docs" / f"{name}.png")
            page.close()
        for name, where in (("a short article", shown), ("3,000 words", f"{address}?id=long")):
            paints, loaded = zip(*(_painted(browser, where) for _ in range(_TIMES)), strict=True)
            print(
                f"{name}: first contentful paint {statistics.median(paints):.0f} ms "
                f"({min(paints):.0f} to {max(paints):.0f}), {max(loaded):,} bytes"
            )
        browser.close()


def _save(picture: bytes, file: Path) -> None:
    """In few colours, which halves it and which nobody sees."""
    with Image.open(io.BytesIO(picture)) as opened:
        opened.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(file, optimize=True)


def _painted(browser: Browser, address: str) -> tuple[float, int]:
    """Milliseconds to the first paint in a window that knows nothing yet, and bytes loaded."""
    context = browser.new_context(viewport=_PHONE)
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    found = page.evaluate(_PAINTED), page.evaluate(_LOADED)
    context.close()
    return found


if __name__ == "__main__":
    main()
