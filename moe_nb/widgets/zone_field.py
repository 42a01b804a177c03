"""The clock of the panel: one time zone for every hour in it, chosen once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import ipywidgets as w

from moe_nb.core.errors import SpaceError
from moe_nb.core.local_week import LocalWeek, local_week, time_zone
from moe_nb.core.zone_names import known_zone, zone_names
from moe_nb.widgets.note import Note
from moe_nb.widgets.panel_words import in_words
from moe_nb.widgets.shared_models import layout, show
from moe_nb.widgets.stack import Stack
from moe_nb.widgets.style import label, row


class ZoneField(Stack):
    """Chooses the zone in which the panel shows hours; UTC stands beside them."""

    def __init__(self) -> None:
        self.zone = w.Combobox(
            value="UTC",
            options=zone_names(),
            description="Time zone",
            continuous_update=False,
            style=label(w.Combobox, "72px"),
            layout=layout(width="min(100%, 300px)"),
        )
        self.week_of = w.DatePicker(
            description="Week of", style=label(w.DatePicker, "60px"), layout=layout(width="230px")
        )
        self.note = Note()
        super().__init__([row(self.zone, self.week_of), self.note], layout(flex="1 1 320px"))
        self.on_change(self._show)
        self._show()

    def on_change(self, listener: Any) -> None:
        """Call *listener* whenever the clock changes."""
        for part in (self.zone, self.week_of):
            part.observe(lambda _: listener(), "value")

    @property
    def tz(self) -> str | None:
        """The zone as IANA writes it, whatever its capitals; None for UTC."""
        typed = str(self.zone.value).strip()
        zone = known_zone(typed) or typed
        return None if zone in {"", "UTC"} else zone

    @property
    def week(self) -> date:
        """A day of the week the zone's clock is meant for; this week unless another was chosen."""
        chosen: date | None = self.week_of.value
        return chosen or datetime.now(UTC).date()

    def local(self) -> LocalWeek | None:
        """Return the zone's hours beside UTC; None in UTC, and in a week in which the clocks change.

        Raises:
            SpaceError: If the zone is not known.
        """
        if self.tz is None:
            return None
        time_zone(self.tz)
        try:
            return local_week(self.tz, self.week)
        except SpaceError:
            return None

    def _show(self) -> None:
        show(self.week_of, visible=self.tz is not None)  # a zone's distance from UTC depends on the week
        try:
            local = self.local()
        except SpaceError as error:
            self.note.warn(in_words(error))
        else:
            self.note.say("" if local is None else f"Hours are those of {local.describe()}; UTC is sent.")
