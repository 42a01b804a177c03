"""Every error raised on purpose, in one tree.

MoeError
├── UsageError              the caller's mistake: fix the input
│   ├── ContextError            a context that cannot be asked
│   ├── SpaceError              an impossible space, axis or matrix
│   │   └── ClockError              a time zone nobody knows, or an hour it does not have
│   ├── CredentialsError        credentials that are missing or may not be used
│   ├── WorldError              a world file the simulator cannot read
│   ├── FaultFileError          a fault file the simulator cannot read
│   ├── ExpectationError        a table of expectations that cannot be read at all
│   ├── AuditError              a wish no audit can fulfil
│   ├── PersonaError            a file of personas that cannot be read or written
│   └── ConfirmationError       a sweep so large that it wants a yes
├── ServiceError            the service answered no
│   ├── BadRequestError         400 and other 4xx
│   ├── AuthenticationError     401, 403, and 400 "client not found"
│   ├── RateLimitedError        429
│   └── ServerError             5xx
├── UnreachableError        no answer came
│   └── ServiceTimeoutError     not in time
├── MalformedAnswerError    an answer that is not the contract's
└── RunFileError            a run file that cannot be read or written
"""

from __future__ import annotations

from moe_nb.core.hidden_signs import spelled_out


class MoeError(Exception):
    """Base of every error raised on purpose.

    Attributes:
        title: What happened, in a few words.
        hint: What to do next, one sentence.
    """

    title = "Something went wrong"

    def __init__(self, description: str, *, hint: str = "") -> None:
        super().__init__(f"{description} {hint}".strip())
        self.description = description
        self.hint = hint

    def __str__(self) -> str:
        """Return description and hint; what a server or a file said takes no effect in the terminal that prints it."""
        return spelled_out(super().__str__())

    @property
    def summary(self) -> str:
        """What happened, in one line without the hint."""
        return f"{self.title}: {self.description}"

    def tell_tries(self, tries: int) -> None:
        """Say in the description how often was tried, if it was more than once."""
        if tries > 1:
            said = self.description if self.description.endswith((".", "!", "?")) else f"{self.description}."
            self.description = f"{said} Tried {tries} times."
            self.args = (f"{self.description} {self.hint}".strip(),)


class UsageError(MoeError):
    """The caller's mistake: the input must change."""

    title = "That cannot be asked"


class ContextError(UsageError, ValueError):
    """A context that cannot be put on the wire."""

    title = "This context cannot be asked"


class SpaceError(UsageError, ValueError):
    """An impossible space, axis or matrix."""

    title = "These axes do not work"


class ClockError(SpaceError):
    """A time zone that is not known, or whose clocks have no such hour or week."""

    title = "This time does not work"


class CredentialsError(UsageError):
    """Credentials are missing, or would be sent to a place that may not have them."""

    title = "Credentials needed"


class WorldError(UsageError, ValueError):
    """A world file the simulator cannot read; the text names the place in the file."""

    title = "The world file has a mistake"


class ExpectationError(UsageError, ValueError):
    """A table of expectations that cannot be read at all; single bad rows are told beside the good ones."""

    title = "The expectations cannot be read"


class AuditError(UsageError, ValueError):
    """A wish no audit can fulfil: an impossible split, precision or way to compare."""

    title = "That cannot be worked out"


class PersonaError(UsageError, ValueError):
    """A file of personas that cannot be read or written; the text names the place in the file."""

    title = "The file of personas cannot be used"


class FaultFileError(UsageError, ValueError):
    """A fault file the simulator cannot read; the text names the place in the file."""

    title = "The fault file has a mistake"


class ConfirmationError(UsageError):
    """A sweep large enough that the plan wants an explicit yes."""

    title = "A large sweep"


class ServiceError(MoeError):
    """The service answered, and the answer was no.

    Attributes:
        status: HTTP status.
        server_title: The service's own title, as sent.
        server_code: The service's own code, if it gave one.
        retry_after_s: Seconds the service asked to wait, if it said so.
        body: The start of the raw answer, at most 2,000 characters.
    """

    title = "The service refused"

    def __init__(
        self,
        description: str,
        *,
        status: int,
        server_title: str = "",
        server_code: str = "",
        hint: str = "",
        retry_after_s: float | None = None,
        body: str = "",
    ) -> None:
        super().__init__(f"{status} {server_title or self.title}: {description}".rstrip(": "), hint=hint)
        self.server_title, self.server_description, self.server_code = server_title, description, server_code
        self.status, self.retry_after_s, self.body = status, retry_after_s, body

    @property
    def summary(self) -> str:
        """What happened, in one line without the hint; our own title is not said twice."""
        return super().summary if self.server_title else self.description


class BadRequestError(ServiceError):
    """400 and the other 4xx: the request itself was refused."""

    title = "The request was refused"


class AuthenticationError(ServiceError):
    """401, 403, or 400 "client not found": the credentials do not open this workspace."""

    title = "The credentials were refused"


class RateLimitedError(ServiceError):
    """429, or what a gateway marks as one: the workspace's requests per minute are used up."""

    title = "The rate limit is used up"


class ServerError(ServiceError):
    """5xx: the service failed."""

    title = "The service failed"


class UnreachableError(MoeError):
    """No answer came: wrong host, no network, refused or broken connection."""

    title = "The service could not be reached"


class ServiceTimeoutError(UnreachableError):
    """No answer came in time."""

    title = "The service did not answer in time"


class MalformedAnswerError(MoeError):
    """An answer came, and it is not what the contract promises.

    Attributes:
        status: HTTP status.
        body: The start of the raw answer, at most 2,000 characters.
        is_garbled: Whether it was meant to be the answer and came damaged: a second try may bring it whole.
    """

    title = "The answer could not be read"

    def __init__(
        self, description: str, *, status: int = 200, hint: str = "", body: str = "", is_garbled: bool = False
    ) -> None:
        super().__init__(description, hint=hint)
        self.status, self.body, self.is_garbled = status, body, is_garbled


class RunFileError(MoeError):
    """A run file cannot be read or written: it is missing, damaged, in use, or the disk is full."""

    title = "The run file cannot be used"
