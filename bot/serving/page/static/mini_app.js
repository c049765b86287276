// The page inside Telegram: says with every request who opened it, in Telegram's signed words, and
// asks for what the button named. Telegram's own script is not loaded: no other host is asked.
(() => {
  const launch = new URLSearchParams(location.hash.slice(1));
  const signed = launch.get("tgWebAppData");
  if (!signed) return;

  const tell = (eventType) => {
    if (window.TelegramWebviewProxy) window.TelegramWebviewProxy.postEvent(eventType, "{}");
    else if (window.external && "notify" in window.external)
      window.external.notify(JSON.stringify({ eventType, eventData: {} }));
    else if (window.parent !== window)
      for (const origin of ["web", "webk", "weba"])
        window.parent.postMessage(
          JSON.stringify({ eventType, eventData: {} }), `https://${origin}.telegram.org`);
  };

  // Dark where the chat is dark, whatever the rest of the phone is.
  const isDark = (colour) => {
    const parts = /^#(..)(..)(..)$/.exec(colour || "");
    return parts && 0.3 * parseInt(parts[1], 16) + 0.6 * parseInt(parts[2], 16)
      + 0.1 * parseInt(parts[3], 16) < 128;
  };
  try {
    const theme = JSON.parse(launch.get("tgWebAppThemeParams") || "{}");
    if (theme.bg_color) document.documentElement.dataset.theme = isDark(theme.bg_color) ? "dark" : "light";
  } catch { /* a theme that cannot be read is none */ }

  const goTo = (place) => {
    const found = document.getElementById(place || "page");
    if (!found) return;
    found.focus({ preventScroll: true });
    found.scrollIntoView({ block: place ? "center" : "start" });
  };
  let wanted = "";
  document.addEventListener("htmx:config:request", (event) => {
    const { request, sourceElement } = event.detail.ctx;
    request.headers.Authorization = `tma ${signed}`;
    // Read now: when the answer is there, the link is gone.
    if (sourceElement?.matches?.("a[data-place]")) wanted = sourceElement.dataset.place;
  });
  document.addEventListener("htmx:after:swap", (event) => {
    if (event.detail.ctx.target?.id === "page") goTo(wanted);
  });
  // The address keeps what Telegram wrote behind its #, for when the page is loaded again.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link) return;
    event.preventDefault();
    goTo(link.getAttribute("href").slice(1));
  });
  addEventListener("load", () => {
    tell("web_app_ready");
    tell("web_app_expand");
    htmx.ajax("GET", `article${location.search}`, { target: "#page", swap: "innerHTML" });
  });
})();
