"""Room: protego. What a site's robots.txt says to us (pure)."""

from protego import Protego

AGENT = "Byline"
_LONGEST_DELAY_S = 30.0  # a site that asks for more gets what a patient reader would give


class Rules:
    """The rules in the text of a robots.txt; none in an empty one."""

    def __init__(self, text: str) -> None:
        self._rules = Protego.parse(text)

    def allows(self, url: str) -> bool:
        """Whether `url`, of this site, may be fetched."""
        return bool(self._rules.can_fetch(url, AGENT))

    @property
    def delay_s(self) -> float:
        """Seconds that the site wants between two requests, within reason."""
        return min(self._rules.crawl_delay(AGENT) or 0.0, _LONGEST_DELAY_S)
