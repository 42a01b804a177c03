"""Hears everything a page does that nobody asked it to do: scripts, dialogs, requests, windows, frames."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import BrowserContext, Page, Request, Route

HOST = "https://page.example"
"""Where made pages are; nothing is there, every request is answered by the recorder."""
HEADERS = {
    "content-type": "text/html; charset=utf-8",
    # reports, and does not stop, what a page without any policy would do: scripts, handlers, frames, forms, addresses
    "content-security-policy-report-only": "default-src 'none'; style-src 'unsafe-inline'; img-src https: http:; "
    "base-uri 'none'; form-action 'none'",
}
ELEMENTS = (
    "DIV SECTION SPAN P SMALL H1 H2 H3 TABLE CAPTION THEAD TBODY TR TH TD DETAILS SUMMARY OL LI A B BR CODE PRE STYLE "
    "IMG"
)
ATTRIBUTES = (
    "class style tabindex role aria-label aria-labelledby id scope title colspan open href target rel src alt loading "
    "referrerpolicy"
)
STRANGERS = """([root, elements, attributes]) => {
  const names = new Set(elements.split(" ")), allowed = new Set(attributes.split(" ")), found = [];
  for (const element of document.querySelectorAll(root + " *")) {
    if (!names.has(element.tagName)) found.push(element.outerHTML.slice(0, 200));
    for (const { name, value } of element.attributes) {
      if (!allowed.has(name)) found.push(`${element.tagName} ${name}=${value.slice(0, 200)}`);
      if ((name === "href" || name === "src") && !/^(https?|mailto):/.test(element[name]))
        found.push(`${element.tagName} ${name}=${element[name]}`);
    }
    const style = getComputedStyle(element);
    if (style.position === "fixed" || style.position === "absolute" || style.backgroundImage.includes("url("))
      found.push(`${element.tagName} is ${style.position} ${style.backgroundImage}`);
  }
  return found;
}"""
"""What stands in a part of a page that our templates do not write, by the browser's own reading of it."""
PROVOKE = """root => {
  const kinds = "mouseover mouseenter pointerdown focus click load error toggle animationstart".split(" ");
  for (const element of document.querySelectorAll(root + ", " + root + " *"))
    for (const kind of kinds) element.dispatchEvent(new Event(kind, { bubbles: false, cancelable: true }));
}"""
"""Whatever waits for a person to do something is told that it was done; links are not followed by such an event."""


class Recorder:
    """What a page did.

    Attributes:
        happened: In words, in order.
        images: Requests for images, with their headers.
    """

    def __init__(self) -> None:
        self.happened: list[str] = []
        self.images: list[Request] = []

    def listen(self, page: Page) -> None:
        """Hear a page from now on."""
        page.on("dialog", lambda dialog: (self.happened.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("pageerror", lambda error: self.happened.append(f"error {error}"))
        page.on("popup", lambda popup: self.happened.append(f"window {popup.url}"))
        page.on("frameattached", lambda _: self.happened.append("frame"))
        page.on("download", lambda download: self.happened.append(f"download {download.url}"))

    def answer(self, route: Route, pages: dict[str, str]) -> None:
        """Answer a request of a made page: the page itself is there, everything else is told and refused."""
        request = route.request
        if request.url in pages:
            route.fulfill(body=pages[request.url], headers=HEADERS)
            return
        if request.resource_type == "image":
            self.images.append(request)
        self.happened.append(f"request {request.resource_type} {request.url[:200]}")
        route.abort()

    def hear_scripts(self, page: Page) -> None:
        """Hear of every script the browser reads in a page, whether it says anything or not."""
        session = page.context.new_cdp_session(page)
        session.on("Debugger.scriptParsed", self._script)
        session.send("Debugger.enable")

    def _script(self, script: dict[str, Any]) -> None:
        if script["url"]:  # what a test itself evaluates has no address
            self.happened.append(f"script in {script['url'][:200]}")


@contextmanager
def made_page(context: BrowserContext, body: str) -> Iterator[tuple[Page, Recorder]]:
    """Open a page of views around which nothing protects, with a canary above them; gives it with its recorder."""
    url = f"{HOST}/views.html"
    html = (
        "<!doctype html><html><head><title>views</title></head><body>"
        "<p id=canary style='margin:0;height:20px;width:90px'>canary</p>"
        f"<main>{body}</main><p id=end>end</p></body></html>"
    )
    page, recorder = context.new_page(), Recorder()
    try:
        recorder.listen(page)
        page.on("console", lambda line: recorder.happened.append(f"console {line.text[:300]}"))
        page.on(
            "framenavigated", lambda frame: recorder.happened.append(f"went {frame.url}") if frame.url != url else 0
        )
        page.route("**/*", lambda route: recorder.answer(route, {url: html}))
        recorder.hear_scripts(page)
        page.goto(url, wait_until="load")
        yield page, recorder
    finally:
        page.close()


def canary(page: Page) -> dict[str, Any]:
    """Return everything about the canary, the page and its window that a style or a script could change."""
    found: dict[str, Any] = page.evaluate(
        """() => {
          const canary = document.getElementById("canary"), box = canary.getBoundingClientRect();
          const { display, visibility, opacity, color, position, direction } = getComputedStyle(canary);
          return {
            box: [box.x, box.y, box.width, box.height],
            look: [display, visibility, opacity, color, position, direction],
            seen: document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)?.id,
            title: document.title, at: location.href, base: document.baseURI, name: window.name,
            parts: [...document.body.children].map(e => e.id || e.tagName),
            clobbered: ["cookie", "getElementById"].map(name => typeof document[name]),
            focus: document.activeElement.tagName,
          };
        }"""
    )
    return found
