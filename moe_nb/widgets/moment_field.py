"""Day and hour on the panel's clock, with UTC always in sight."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

from moe_nb.core.day_hour import DAYS, HOURS
from moe_nb.core.errors import ContextError, MoeError
from moe_nb.core.local_week import time_zone, utc_of
from moe_nb.widgets.note import Note
from moe_nb.widgets.panel_words import in_words
from moe_nb.widgets.stack import Stack
from moe_nb.widgets.style import button, choice
from moe_nb.widgets.zone_field import ZoneField

NOT_SENT = "(not sent)"


class MomentField(Stack):
    """Takes a day and an hour on some clock and gives them in UTC.

    Args:
        clock: The clock; one of its own if left out.
    """

    def __init__(self, clock: ZoneField | None = None) -> None:
        self.clock = clock or ZoneField()
        self.zone, self.week_of = self.clock.zone, self.clock.week_of
        days = [(NOT_SENT, ""), *((day, day) for day in DAYS)]  # not None: ipywidgets shows that as an empty box
        self.day, self.hour = choice("Day", days), choice("Hour")
        self.now = button("Now", "Sets this very hour", kind="moe-beside")
        self.now.on_click(lambda _: self.set_now())
        self.note = Note(beside=True)
        super().__init__([*(() if clock else (self.clock,)), self.day, self.hour, self.now, self.note])
        self._label_hours()
        self.clock.on_change(self._label_hours)
        for part in (self.zone, self.week_of, self.day, self.hour):
            part.observe(lambda _: self._show(), "value")
        self._show()

    @property
    def tz(self) -> str | None:
        """The zone, or None for UTC."""
        return self.clock.tz

    @property
    def week(self) -> date:
        """A day of the week the zone's clock is meant for."""
        return self.clock.week

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

    def set_now(self) -> None:
        """Choose the hour it is, on the panel's clock."""
        moment = datetime.now(UTC)
        try:
            moment = moment if self.tz is None else moment.astimezone(time_zone(self.tz))
        except MoeError:
            return  # the clock says beside itself that it knows no such zone
        self.day.value, self.hour.value = DAYS[moment.weekday()], moment.hour

    def set_utc(self, day: str | None, hour: int | None) -> None:
        """Choose a day and an hour of UTC, shown on the panel's clock; that becomes UTC, and says so, where it must."""
        local = None if self.tz is None else _local_of(self.tz, self.week, day, hour)
        if local is not None:
            self.day.value, self.hour.value = local
            return
        before = self.tz
        if before is not None and (day is not None or hour is not None):
            self.zone.value = "UTC"
        self.day.value, self.hour.value = day or "", "" if hour is None else hour
        if before != self.tz:
            self.note.say(f"The time zone is UTC now: {before} has no hour for this moment.")

    def _label_hours(self) -> None:
        """Write UTC beside every hour, as far as one UTC hour is meant whatever the day."""
        try:
            local = self.clock.local()
        except MoeError:
            local = None
        shift_min = 0 if local is None else local.offset_min
        is_known = self.tz is None or local is not None
        chosen = self.hour.value
        self.hour.options = [
            (NOT_SENT, ""),
            *((_hour_label(h, self.tz, shift_min, is_known=is_known), h) for h in HOURS),
        ]
        self.hour.value = "" if chosen is None else chosen

    def _show(self) -> None:
        try:
            day, hour = self.utc()
        except MoeError as error:
            self.note.warn(in_words(error))
            return
        sent: list[Any] = [part for part in (day, None if hour is None else f"hour {hour:02d}") if part is not None]
        self.note.say(f"Sent as {', '.join(sent)} (UTC)" if sent and self.tz is not None else "")


def _hour_label(hour: int, tz: str | None, shift_min: int, *, is_known: bool) -> str:
    """Return ``"10:00 – 10:59 UTC"``, or ``"10:00 – 10:59 · 04:30 UTC"`` on another clock."""
    span = f"{hour:02d}:00 – {hour:02d}:59"
    if tz is None or not is_known:
        return f"{span} UTC" if tz is None else span
    minutes = (hour * 60 - shift_min) % 1440
    return f"{span} · {minutes // 60:02d}:{minutes % 60:02d} UTC"


def _local_of(tz: str, week: date, day: str | None, hour: int | None) -> tuple[str, int] | None:
    """Return the day and hour of a zone that are sent as these of UTC; None where none are."""
    if day is None or hour is None:
        return None
    for number, name in enumerate(DAYS):
        for local_hour in HOURS:
            with suppress(MoeError):  # an hour that the clocks skip
                if utc_of(tz, week, number, local_hour) == (day, hour):
                    return name, local_hour
    return None
