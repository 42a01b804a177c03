"""A page read as a browser reads it, and judged by an allow-list of everything the templates use."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from html.parser import HTMLParser
from importlib.resources import files

BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
PAGE = ("head", "title", "body", "main", "h1", "h2")
"""What only whole pages have."""
METAS = {
    ("utf-8", None, None),
    (None, "viewport", "width=device-width, initial-scale=1"),
    (None, "color-scheme", "light dark"),
    (None, None, "default-src 'none'; style-src 'unsafe-inline'"),
}
ALLOWED = {
    "div": {"class", "style", "tabindex", "role", "aria-label"},
    "section": {"class", "style", "aria-labelledby"},
    "span": {"class", "style", "title"},
    "p": {"class"},
    "small": {"class"},
    "h3": {"id"},
    "table": {"class"},
    "th": {"scope"},
    "td": {"class", "style", "title", "colspan"},
    "details": {"class", "open"},
    "ol": {"class"},
    "li": {"class"},
    "html": {"lang"},
    "meta": {"charset", "name", "content", "http-equiv"},
    "a": {"href", "target", "rel"},
    "img": {"src", "alt", "loading", "referrerpolicy"},
} | {tag: set() for tag in (*("b", "br", "caption", "code", "pre", "style", "summary", "tbody", "thead", "tr"), *PAGE)}
VOID = {"br", "img", "meta"}
HEX = r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})"
STRIPES = rf"repeating-linear-gradient\((?:0|45|90)deg,{HEX},{HEX} 3px,{HEX} 3px,{HEX} [67]px\)"
BAND = rf"(?:{HEX}|transparent) \d+% \d+%"
BANDS = rf"linear-gradient\(135deg,{BAND}(?:,{BAND}){{1,3}}\)(?:,{STRIPES})?"
CELL = rf"background:(?:{HEX}|{STRIPES}|{BANDS}|rgba\(127,127,127,\.12\));color:(?:#111111|inherit);text-align:center"
STYLES = re.compile(
    rf"{CELL}|background:transparent|overflow:auto|white-space:pre-wrap|text-align:right"
    rf"|display:inline-block;width:14px;height:14px;background:{HEX}"
    r"|border:1px solid #ccc;border:1px (?:solid|dashed) var\(--moe-line,#ccc\);border-radius:8px;padding:12px"
    r"|border:1px solid #b42318;border-radius:6px;padding:10px 12px"
)
VALUES = {
    "style": STYLES,
    "class": re.compile(r"(?:moe(?: mathjax_ignore tex2jax_ignore)?|(?:moe(?:-[a-z]+)+ *)+)"),
    "id": re.compile(r"moe-[0-9a-f]{6}-\d+-\d+"),
    "aria-labelledby": re.compile(r"moe-[0-9a-f]{6}-\d+-\d+"),
    "href": re.compile(r"(?:https?://|mailto:)[^\s\x00-\x1f]+", re.IGNORECASE),
    "src": re.compile(r"https?://[^\s\x00-\x1f]+", re.IGNORECASE),
    "rel": re.compile("noopener noreferrer"),
    "target": re.compile("_blank"),
    "role": re.compile("region|alert"),
    "scope": re.compile("row|col"),
    "tabindex": re.compile("0"),
    "colspan": re.compile(r"\d+"),
    "loading": re.compile("lazy"),
    "referrerpolicy": re.compile("no-referrer"),
}


class Page(HTMLParser):
    """What stands in a piece of HTML.

    Attributes:
        elements: Every tag with its attributes, in order.
        text: What can be read, the style sheet not.
        strangers: Everything that our templates do not write.
    """

    def __init__(self, html):
        super().__init__()
        self.elements, self.strangers, self.text, self._open, self._style = [], [], "", [], ""
        self.strangers += [f"character {sign!a}" for sign in hidden(html) - {"\t"}]
        self.feed(str(html))  # Markup would escape what the parser joins
        self.close()
        self.strangers += [f"<{tag}> stays open" for tag in self._open]

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        names = [name for name, _ in attrs]
        if tag not in ALLOWED or not set(names) <= ALLOWED[tag] or len(set(names)) < len(names):
            self.strangers.append(f"<{tag} {names}>")
        for name, value in attrs:
            if name in VALUES and not VALUES[name].fullmatch((value or "").strip()):
                self.strangers.append(f"<{tag} {name}={value!r}>")
        if tag == "meta" and tuple(map(dict(attrs).get, ("charset", "name", "content"))) not in METAS:
            self.strangers.append(f"<meta {attrs}>")
        self._style = ""
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        if not self._open or self._open.pop() != tag:
            self.strangers.append(f"</{tag}>")
        if tag == "style" and re.sub(r"\s+", " ", self._style) not in {own_style(), own_style("page.css")}:
            self.strangers.append("a style sheet that is not ours")

    def handle_data(self, data):
        if self._open and self._open[-1] == "style":
            self._style += data
        else:
            self.text += data

    def handle_comment(self, data):
        self.strangers.append(f"<!--{data}-->")

    def handle_decl(self, decl):
        if decl != "doctype html" or self.elements:
            self.strangers.append(f"<!{decl}>")

    def unknown_decl(self, data):
        self.strangers.append(f"<![{data}]>")

    def handle_pi(self, data):
        self.strangers.append(f"<?{data}>")

    def all(self, tag):
        """Return the attributes of every element of one kind."""
        return [attributes for name, attributes in self.elements if name == tag]

    def skeleton(self):
        """Return tags and attribute names without anything a text could have put there."""
        return [(tag, tuple(attributes)) for tag, attributes in self.elements]


@cache
def own_style(name="theme.css"):
    """Return a style sheet of ours on one line."""
    sheet = (files("moe_nb.views") / name).read_text(encoding="utf-8")
    return re.sub(r"\s+", " ", sheet)


def hidden(text):
    """Return the characters that would move, erase or hide others: controls, bidi controls, lone surrogates."""
    return {sign for sign in set(text) - {"\n"} if unicodedata.category(sign) in {"Cc", "Cs"} or sign in BIDI}
