"""Links that are mailed or printed: they bring a person in once, and can never sign anything."""

from workflow.parties.links.actions import first_admin_link, issue, issue_guest_link

__all__ = ["first_admin_link", "issue", "issue_guest_link"]
