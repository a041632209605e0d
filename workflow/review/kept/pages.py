"""The doors of a party's routes. The editor works without script: each of its buttons sends the whole form."""

from workflow.adapters.doors import Answer, Desk, Done, Page
from workflow.core.errors import Conflict, Invalid, Issue
from workflow.review.doors import doors
from workflow.review.kept import actions, views
from workflow.review.kept.draft import Draft, RouteForm, from_form, press
from workflow.review.kept.dry_run import dry_run_page

EDITOR = "review/route_editor.html"


@doors.get("/parties/{party_id:str}/routes", act="party:route:read")
def routes(desk: Desk, party_id: str) -> Page:
    return Page("review/routes.html", views.list_page(desk.session, desk.actor, party_id))


@doors.get("/parties/{party_id:str}/routes/new", act="party:route:keep", api=False)
def new_route(desk: Desk, party_id: str, like: str = "cops") -> Page:
    return _editor(desk, party_id, views.new_draft(like), "", 0)


@doors.post("/parties/{party_id:str}/routes", act="party:route:keep")
def keep_new(desk: Desk, party_id: str, form: RouteForm) -> Answer:
    return _keep(desk, party_id, form, "")


@doors.get("/parties/{party_id:str}/routes/{name:str}", act="party:route:read")
def route(desk: Desk, party_id: str, name: str, version: int = 0) -> Page:
    return Page("review/route.html", views.route_page(desk.session, desk.actor, party_id, name, version))


@doors.get("/parties/{party_id:str}/routes/{name:str}/edit", act="party:route:keep", api=False)
def edit_route(desk: Desk, party_id: str, name: str) -> Page:
    draft, base = views.kept_draft(desk.session, desk.actor, party_id, name)
    return _editor(desk, party_id, draft, name, base)


@doors.post("/parties/{party_id:str}/routes/{name:str}/versions", act="party:route:keep")
def keep_version(desk: Desk, party_id: str, name: str, form: RouteForm) -> Answer:
    views.kept_draft(desk.session, desk.actor, party_id, name)
    return _keep(desk, party_id, form, name)


@doors.get("/parties/{party_id:str}/routes/{name:str}/dry-run", act="party:route:read")
def dry_run(desk: Desk, party_id: str, name: str, version: int = 0, edition: str = "") -> Page:
    value = dry_run_page(desk.session, desk.actor, party_id, name, version, edition, at=desk.now)
    return Page("review/dry_run.html", value)


def _editor(
    desk: Desk, party_id: str, draft: Draft, name: str, base: int, issues: tuple[Issue, ...] = (), status: int = 200
) -> Page:  # fmt: skip
    value = views.editor(
        desk.session, desk.actor, party_id, draft, name=name, base=base, at=desk.now, issues=issues
    )
    return Page(EDITOR, value, status=status)


def _keep(desk: Desk, party_id: str, form: RouteForm, name: str) -> Answer:
    """Save; or, for another button, show the editor again as it is then. Whatever is refused, what was typed is kept."""
    draft, base = from_form(form), int(form.base) if form.base.isdecimal() and len(form.base) < 9 else 0
    if form.do != "save":
        press(draft, form.do)
        return _editor(desk, party_id, draft, name, base)
    try:
        row = actions.keep_route(desk.session, desk.actor, party_id, draft, name=name, base=base, at=desk.now)
    except Invalid as no:
        return _editor(desk, party_id, draft, name, base, no.issues, 422)
    except Conflict as no:
        newest = views.kept_draft(desk.session, desk.actor, party_id, name)[1]
        words = f"{no.reason} Look at it first; saving again then makes yours version {newest + 1}."
        link = f"/parties/{party_id}/routes/{name}?version={newest}"
        return _editor(desk, party_id, draft, name, newest, (Issue("route.newer", words, link=link),), 409)
    return Done(f"/parties/{party_id}/routes/{row.name}", {"name": row.name, "version": row.version})
