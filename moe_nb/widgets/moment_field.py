"""Day, hour and time zone, with UTC always in sight."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import available_timezones

import ipywidgets as w

from moe_nb.core.day_hour import DAYS, HOURS
from moe_nb.core.errors import ContextError
from moe_nb.core.local_week import utc_of
from moe_nb.widgets.note import Note
from moe_nb.widgets.style import LABEL, field, show

NOT_SENT = "(not sent)"


class MomentField(w.VBox):  # type: ignore[misc]
    """Takes a day and an hour on some clock and gives them in UTC."""

    def __init__(self) -> None:
        days = [(NOT_SENT, ""), *((day, day) for day in DAYS)]  # not None: ipywidgets shows that as an empty box
        hours = [(NOT_SENT, ""), *((f"{hour:02d}:00 – {hour:02d}:59", hour) for hour in HOURS)]
        self.zone = w.Combobox(
            value="UTC",
            options=["UTC", *sorted(available_timezones() - {"UTC", "localtime"})],
            description="Time zone",
            continuous_update=False,
            style=LABEL,
            layout=field(),
        )
        self.day = w.Dropdown(options=days, description="Day", style=LABEL, layout=field())
        self.hour = w.Dropdown(options=hours, description="Hour", style=LABEL, layout=field())
        self.week_of = w.DatePicker(description="Week of", style=LABEL, layout=field())
        self.note = Note()
        super().__init__([self.zone, self.week_of, self.day, self.hour, self.note])
        for part in (self.zone, self.week_of, self.day, self.hour):
            part.observe(lambda _: self._show(), "value")
        self._show()

    @property
    def tz(self) -> str | None:
        """The zone, or None for UTC."""
        zone = str(self.zone.value).strip()
        return None if zone.upper() in {"", "UTC"} else zone

    @property
    def week(self) -> date:
        """A day of the week the zone's clock is meant for; this week unless another was chosen."""
        chosen: date | None = self.week_of.value
        return chosen or datetime.now(UTC).date()

    def utc(self) -> tuple[str | None, int | None]:
        """Return day and hour in UTC, either of them None when not sent.

        Raises:
            MoeError: If the zone is not known, its clocks skip that hour, or only one of the two is given.
        """
        day, hour = (None if part.value in {"", None} else part.value for part in (self.day, self.hour))
        if self.tz is None or (day is None and hour is None):
            return day, hour
        if day is None or hour is None:
            raise ContextError(
                f"In {self.tz} a day or an hour alone has no UTC counterpart.", hint="Choose both, or use UTC."
            )
        return utc_of(self.tz, self.week, DAYS.index(day), hour)

    def _show(self) -> None:
        show(self.week_of, visible=self.tz is not None)  # a zone's distance from UTC depends on the week
        try:
            day, hour = self.utc()
        except Exception as error:  # noqa: BLE001 - shown beside the field
            self.note.warn(str(error))
            return
        sent: list[Any] = [part for part in (day, None if hour is None else f"hour {hour:02d}") if part is not None]
        self.note.say(f"Sent as {', '.join(sent)} (UTC)" if sent and self.tz is not None else "")
