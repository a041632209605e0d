"""The template engine that pages and mails share: escaping always on, a missing name is a fault, dates in words."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

ZONES = {
    "America/New_York": "Eastern", "America/Detroit": "Eastern", "America/Chicago": "Central",
    "America/Denver": "Mountain", "America/Boise": "Mountain", "America/Phoenix": "Arizona",
    "America/Los_Angeles": "Pacific", "America/Anchorage": "Alaska", "Pacific/Honolulu": "Hawaii",
    "America/Puerto_Rico": "Atlantic", "UTC": "UTC",
}  # fmt: skip


def folder() -> Path:
    """The templates: beside the packages in a checkout, inside them in an installed wheel."""
    here = Path(__file__).resolve().parents[1]
    installed = here / "_assets" / "templates"
    return installed if installed.is_dir() else here.parent / "templates"


class Compiled(BytecodeCache):
    """What a process has compiled: pages, letters and documents have an environment each and share most of their templates."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key, bucket.checksum] = bucket.code


_compiled = Compiled()


def environment(timezone: str) -> Environment:
    """An environment in which templates are compiled once a process."""
    env = Environment(
        loader=FileSystemLoader(folder()),
        autoescape=lambda name: not (name or "").endswith(".txt"),  # a letter's text is not HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_compiled,
    )
    env.filters.update(
        # A page says whose clock it means; "" is for the few that are about no party and no agreement.
        moment=lambda when, tz: moment(when, tz or timezone),
        day=day,
        iso=iso,
        paragraphs=paragraphs,
        plural=plural,
        label=label,
    )
    env.globals["home_zone"] = timezone  # for days that belong to no agreement and no party
    return env


def moment(when: datetime | str | None, tz: str) -> str:
    """ "Tuesday 12 May 2026, 17:00 Pacific" from an aware time or its ISO text; empty for None."""
    if not when:
        return ""
    stamp = datetime.fromisoformat(when) if isinstance(when, str) else when
    if stamp.tzinfo is None:
        stamp = stamp.replace(tzinfo=UTC)
    local = stamp.astimezone(ZoneInfo(tz))
    zone = ZONES.get(tz) or local.strftime("%Z")
    return f"{day(local.date())}, {local:%H:%M} {zone}"


def day(when: date | datetime | str | None, tz: str = "") -> str:
    """ "Tuesday 12 May 2026" from a date, a time or ISO text; empty for None. A time is on a day only in some zone: ValueError without."""
    if not when:
        return ""
    if isinstance(when, str):
        when = datetime.fromisoformat(when) if "T" in when else date.fromisoformat(when)
    if isinstance(when, datetime):
        if not tz:
            raise ValueError("which day a moment is on depends on the zone: name one")
        when = (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(ZoneInfo(tz)).date()
    return f"{when:%A} {when.day} {when:%B %Y}"


def iso(when: date | datetime | str | None) -> str:
    """The machine's form, for the datetime attribute of <time>."""
    return when if isinstance(when, str) else when.isoformat() if when else ""


def paragraphs(text: str) -> Markup:
    """Plain text as paragraphs, its line breaks kept. Nothing in the text becomes markup."""
    blocks = [block for block in re.split(r"\n\s*\n", text.strip()) if block]
    return Markup("\n").join(
        Markup("<p>{}</p>").format(Markup("<br>").join(block.split("\n"))) for block in blocks
    )


def plural(count: int, one: str, many: str = "") -> str:
    """ "1 comment", "3 comments"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def label(name: str) -> str:
    """A field's name as a person would write it: `due_days` becomes "Due days"."""
    words = name.removesuffix("_id").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def render(env: Environment, template: str, context: dict[str, Any]) -> bytes:
    """The finished page. Raises jinja2 errors for a missing template or name: faults, never shown to visitors."""
    return env.get_template(template).render(context).encode("utf-8", "replace")
