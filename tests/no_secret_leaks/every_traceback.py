"""An error as every traceback there is."""

from __future__ import annotations

import traceback

from IPython.core.ultratb import VerboseTB

from moe_nb.core.errors import MoeError


def raised_by(action):
    """Return the error *action* ends with."""
    try:
        action()
    except MoeError as error:
        return error
    raise AssertionError("no error")


def whole_chain(error):
    """Return an error and all it came from, what was suppressed included: a debugger goes there."""
    found = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found


def shown(error):
    """Return an error as every traceback there is: plain, with locals, IPython's verbose, all of the chain."""
    texts = [repr(error), str(error), repr(error.args), str(vars(error))]
    for link in whole_chain(error):
        texts += traceback.format_exception(link)
        texts += traceback.TracebackException.from_exception(link, capture_locals=True).format()
        verbose = VerboseTB(theme_name="nocolor", include_vars=True)
        texts.append(verbose.text(type(link), link, link.__traceback__))
    return "\n".join(texts)
