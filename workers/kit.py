"""What work needs from the outside, opened once a process: settings, database, clock, keys, post, templates."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from urllib.parse import urlsplit

from jinja2 import Environment

from workflow.adapters import templates
from workflow.adapters.clock import Clock, SystemClock
from workflow.adapters.database import Database
from workflow.adapters.keystore import Keystore
from workflow.adapters.mail import Post, post_for
from workflow.adapters.outside_time import OutsideTimeAuthority
from workflow.adapters.published import Published, this_machine
from workflow.adapters.settings import Settings


@dataclass
class Kit:
    """One per process. Everything in it may be used from several threads."""

    settings: Settings
    database: Database
    clock: Clock

    @property
    def lease(self) -> timedelta:
        """How long a claimed row belongs to whoever claimed it; longer than a letter or a PDF takes."""
        return timedelta(seconds=self.settings.lease_seconds)

    @cached_property
    def keystore(self) -> Keystore:
        return Keystore.of(self.settings, makes=True)

    @cached_property
    def published(self) -> Published:
        return Published(self.settings.published_folder, this_machine())

    @cached_property
    def post(self) -> Post:
        host = urlsplit(self.settings.public_url).hostname or "localhost"
        return post_for(self.settings.smtp_url, self.settings.data / "mailbox", self.settings.mail_from, host)

    @cached_property
    def time_authority(self) -> OutsideTimeAuthority | None:
        """The authority outside the operator, where one is configured."""
        url = self.settings.time_authority_url
        return OutsideTimeAuthority(url) if url else None

    @cached_property
    def templates(self) -> Environment:
        return templates.environment(self.settings.timezone)


def kit_for(settings: Settings, clock: Clock | None = None) -> Kit:
    """The kit of this process."""
    return Kit(settings, Database(settings.database), clock or SystemClock())
