"""Wraps protego: what a site's robots.txt permits us (pure)."""

from protego import Protego

AGENT = "Byline"
_LONGEST_DELAY_S = 30.0  # a longer delay that a site asks for is cut to this


class Rules:
    """The rules in the text of a robots.txt; an empty text permits everything."""

    def __init__(self, text: str) -> None:
        self._rules = Protego.parse(text)

    def allows(self, url: str) -> bool:
        """Whether `url`, an address of this site, may be fetched."""
        return bool(self._rules.can_fetch(url, AGENT))

    @property
    def delay_s(self) -> float:
        """Seconds to wait between two requests, at most 30."""
        return min(self._rules.crawl_delay(AGENT) or 0.0, _LONGEST_DELAY_S)
