"""The answer to one context, as a user holds it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from moe_nb.core.answer import Answer, KeyOutcome
from moe_nb.core.context import Context
from moe_nb.core.credentials import Environment
from moe_nb.core.errors import MalformedAnswerError, ServiceError
from moe_nb.core.run_table import CONTENT_COLUMNS, content_of
from moe_nb.results.display import Displayed
from moe_nb.views.card import answer_html, answer_text
from moe_nb.views.code import Source, curl, python

if TYPE_CHECKING:
    import pandas as pd


class DisplayedAnswer(Displayed):
    """What came back for one context: cards in a notebook, text in a terminal.

    ``answer["homepage-banner"]`` is the outcome of one key; iterating gives all of them.

    Args:
        answer: The answer.
        source: Where it came from, for the code.
        environment: For the badge.
    """

    def __init__(self, answer: Answer, source: Source, environment: Environment) -> None:
        self.answer = answer
        self._source = source
        self._environment = environment

    def __getitem__(self, experience_key: str) -> KeyOutcome:
        return self.answer[experience_key]

    def __iter__(self) -> Iterator[KeyOutcome]:
        return iter(self.answer.outcomes)

    def __len__(self) -> int:
        return len(self.answer.outcomes)

    @property
    def context(self) -> Context:
        """What was asked about."""
        return self.answer.context

    @property
    def outcomes(self) -> Sequence[KeyOutcome]:
        """One outcome per key."""
        return self.answer.outcomes

    def html(self, *, images: bool = False) -> str:
        """Return the cards; images are loaded by the browser only if *images*."""
        return str(answer_html(self.answer, badge=self._environment, images=images))

    def curl(self) -> str:
        """Return the request as cURL, without the key."""
        return curl(self.answer.context, self.answer.requested, self._source)

    def python(self) -> str:
        """Return the Python that asks the same, without the key."""
        return python(self.answer.context, self.answer.requested, self._source)

    def to_frame(self) -> pd.DataFrame:
        """Return one row per key, columns as in `Run.to_frame` without the context's number."""
        import pandas as pd  # noqa: PLC0415 - not paid for until wanted

        from moe_nb.sweep.frame import column_names  # noqa: PLC0415 - it imports pandas

        values = self.answer.context.values()
        shared = {column: values[name] for name, column in column_names(values).items()}
        rows = [
            shared
            | _row(outcome)
            | {
                "status": self._status(outcome),
                "elapsed_ms": self.answer.elapsed_s * 1000,
                "asked_at": self.answer.asked_at,
            }
            for outcome in self.answer.outcomes
        ]
        columns = [*shared, "experience_key", *CONTENT_COLUMNS, "status", "elapsed_ms", "asked_at"]
        return pd.DataFrame(rows, columns=columns)

    def _status(self, outcome: KeyOutcome) -> int:
        """Return the HTTP status of the call that asked for a key; 0 where none came."""
        if outcome.error is None:
            return self.answer.status
        return outcome.error.status if isinstance(outcome.error, ServiceError | MalformedAnswerError) else 0

    def payload_frame(self) -> pd.DataFrame:
        """Return one row per payload variable.

        Columns: ``experience_key``, ``variable``, ``data_type``, ``value`` (as sent: nothing is trimmed or converted).
        """
        import pandas as pd  # noqa: PLC0415 - not paid for until wanted

        rows = [
            (experience.key, variable.name, variable.data_type, variable.value)
            for experience in self.answer.served
            for variable in experience.payload
        ]
        return pd.DataFrame(rows, columns=["experience_key", "variable", "data_type", "value"], dtype=object)

    def _html(self) -> str:
        return self.html()

    def _text(self) -> str:
        return answer_text(self.answer)


def _row(outcome: KeyOutcome) -> dict[str, Any]:
    content = content_of(outcome)
    said = {name: getattr(content, name) for name in CONTENT_COLUMNS}
    return {"experience_key": outcome.experience_key} | {name: str(v) if v else None for name, v in said.items()}
