"""Whether a text is one link and nothing else: by its shape, and by the name and type of its variable."""

from __future__ import annotations

import re
from collections.abc import Sequence

SCHEME = r"(?:https?|s?ftps?)"
"""What links to pages and files begin with, the slip of a file server's address included."""

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_LINK_WORDS = re.compile(
    r"\w*(url|uri|href|link|image|img|photo|picture|icon|thumbnail)s?|src|logo|avatar|video", re.IGNORECASE
)
_TEXT_WORDS = re.compile(
    r"text|label|title|alt|caption|name|desc\w*|copy|note|hint|message|headline|body|html|content|type|style",
    re.IGNORECASE,
)

_BEGINS = re.compile(rf"{SCHEME}:/", re.IGNORECASE)
_AROUND = re.compile(r"[\"'<>()\[\]{}\\]")
"""What stands around links in HTML, in JSON, in templates and in sentences."""
_ADDRESS = re.compile(rf"{SCHEME}:/+([^/?#]*)[/?#]*(.*)", re.IGNORECASE | re.DOTALL)
_HALF_HOST = re.compile(r"(?!localhost\b)(www\.)?[\w-]+", re.IGNORECASE)
_REST_OF_HOST = re.compile(r"[a-z0-9.-]*\w\.[a-z]{2,}([/?#]\S*)?", re.IGNORECASE)
_LAST_LABEL = re.compile(r"(com|net|org|io|co|in|de|uk|fr|eu|app|shop|store|info|biz|me|ai|dev)/\S*", re.IGNORECASE)
_PATH = re.compile(r"/\w[\w./?=&%-]*")
_ENDS = re.compile(r".*[,;:!?.\u2026]")
_ONE_WORD = re.compile("[^\\s,;:!\\u2026\\u0250-\\U0010ffff]*[A-Za-z0-9_\u00c0-\u024f]/?")
"""A word as a path may go on with; where nothing stands between words one is a sentence, and is left alone."""
_FILE_OR_VALUE = re.compile(
    r"\S*\w(\.(jpe?g|png|gif|webp|avif|svg|bmp|ico|mp4|webm|pdf|html?|php|aspx?|jsp|js|css|json|zip)([?#]\S*)?|=\S+)",
    re.IGNORECASE,
)
MOST_BLANKS = 3
"""More of them make a sentence."""


def holds_one_link(way: str) -> bool:
    """Say whether a variable is one link and nothing else, by its name.

    ``ctaUrl``, ``hero_image_mobile`` and ``Data.images[0]`` are; ``image_text`` and ``Curly`` are not.
    """
    words = _WORDS.findall(way.rpartition(".")[2])
    return any(map(_LINK_WORDS.fullmatch, words)) and not any(map(_TEXT_WORDS.fullmatch, words))


def is_link_type(data_type: str) -> bool:
    """Say whether a variable is declared to be a link: ``url``, ``image``, ``deep_link``."""
    return holds_one_link(data_type)


def holds_words(way: str) -> bool:
    """Say whether a variable is a text for people, by its name: ``Title``, ``link_text``."""
    return any(map(_TEXT_WORDS.fullmatch, _WORDS.findall(way.rpartition(".")[2])))


def is_whole_link(way: str, text: str, *, is_named: bool) -> bool:
    """Say whether a text begins as a link and is nothing else.

    Args:
        way: The way to the text; in a text for people more is taken for a sentence.
        text: Without white space at its edges.
        is_named: Whether name or type of its variable say that it is a link; then white space in it is a mistake.
    """
    if not _BEGINS.match(text):
        return False
    return is_named or not re.search(r"[\s\"'<>)\]}]", text) or _is_torn_link(text, is_words=holds_words(way))


def _is_torn_link(text: str, *, is_words: bool) -> bool:
    """Say whether a text with blanks is one link with blanks in it, and no sentence that begins with a link.

    ``https://x.com/a b``, ``https://exa mple.com/x.jpg`` and ``https://x.com/my new plant.jpg`` are; ``https://x.com is
    our home`` and ``https://x.com/a, new today`` are not.
    """
    first, *rest = text.split(maxsplit=MOST_BLANKS + 1)
    if not 1 <= len(rest) <= MOST_BLANKS or _AROUND.search(text) or any(map(_BEGINS.match, rest)):
        return False
    address = _ADDRESS.fullmatch(first)
    if address is None:
        return False
    host, path = address.groups()
    if not path:
        return _goes_on(host, rest)
    if _ENDS.fullmatch(first):
        return False
    if _FILE_OR_VALUE.fullmatch(rest[-1]):
        return True
    return len(rest) == 1 and not is_words and bool(_ONE_WORD.fullmatch(rest[0]))


def _goes_on(host: str, rest: Sequence[str]) -> bool:
    """Say whether a host is broken off and goes on in the next word, or a path follows a blank."""
    if _HALF_HOST.fullmatch(host) and _REST_OF_HOST.fullmatch(rest[0]):
        return True
    if host.endswith(".") and _LAST_LABEL.fullmatch(rest[0]):
        return True
    return len(rest) == 1 and bool(_PATH.fullmatch(rest[0]) or _FILE_OR_VALUE.fullmatch(rest[0]))
