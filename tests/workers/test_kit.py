from dataclasses import replace
from datetime import timedelta

from workers.kit import Kit, kit_for
from workflow.adapters.clock import SystemClock
from workflow.adapters.mail import FolderPost, SmtpPost
from workflow.adapters.settings import Settings


def test_a_process_opens_each_neighbour_once(settings: Settings) -> None:
    kit = kit_for(settings)
    assert isinstance(kit, Kit) and isinstance(kit.clock, SystemClock)
    assert kit.templates is kit.templates and kit.keystore is kit.keystore and kit.post is kit.post
    kit.database.close()


def test_the_lease_and_the_post_follow_the_settings(settings: Settings) -> None:
    folder = kit_for(settings)
    assert isinstance(folder.post, FolderPost) and folder.lease == timedelta(minutes=1)
    server = kit_for(
        replace(
            settings, smtp_url="smtp://localhost:2525", public_url="https://mou.example.gov", lease_seconds=2
        )
    )
    assert isinstance(server.post, SmtpPost) and server.post.host == "mou.example.gov"
    assert server.lease == timedelta(seconds=2)
    folder.database.close(), server.database.close()
