"""From a request's words to a door's arguments: the signature of the door's function is the whole contract.

A parameter named in the path comes from the path, `form` from the body, every other from the query.
Forms hold text; what is required, and in which words it is missed, is for the action to say. Only what no action
could ever want is refused here: text that is not Unicode, NUL characters, a field the API does not know.
"""

import inspect
import re
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from workflow.adapters.doors import Door, Form, Upload
from workflow.core.errors import Invalid, Issue, NotFound

PARAMETER = re.compile(r"\{(\w+):(\w+)\}")
Field = str | Upload


@dataclass(frozen=True)
class Query:
    """One parameter of the query: its type and what it is when nobody gives it."""

    kind: Any
    default: Any
    required: bool


@dataclass(frozen=True)
class Plan:
    """How a door's arguments are found. Made once, when the application starts."""

    path: str
    names: dict[str, str]
    query: dict[str, Query]
    form: type[Form] | None
    shape: str


@cache
def plan(door: Door) -> Plan:
    """Read the door's function. Raises TypeError when a path parameter has no argument to go to."""
    hints = get_type_hints(door.open)
    names = {f"p{n}": match[0] for n, match in enumerate(PARAMETER.findall(door.path))}
    numbers = iter(range(len(names)))
    shape = PARAMETER.sub(lambda match: f"{{p{next(numbers)}:{match[2]}}}", door.path)
    query: dict[str, Query] = {}
    form: type[Form] | None = None
    for name, parameter in list(inspect.signature(door.open).parameters.items())[1:]:
        kind = hints.get(name, str)
        if isinstance(kind, type) and issubclass(kind, Form):
            form = kind
        elif name not in names.values():
            required = parameter.default is inspect.Parameter.empty
            query[name] = Query(kind, None if required else parameter.default, required)
    missing = set(names.values()) - set(inspect.signature(door.open).parameters)
    if missing:
        raise TypeError(f"{door.open.__qualname__} takes no {', '.join(sorted(missing))} of {door.path}.")
    return Plan(door.path, names, query, form, shape)


def arguments(plan: Plan, path: Mapping[str, Any], query: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The keyword arguments from path and query. Raises NotFound for a path that cannot exist, Invalid for a query."""
    found = {ours: path[theirs] for theirs, ours in plan.names.items()}
    if any(isinstance(value, str) and unreadable(value) for value in found.values()):
        raise NotFound
    if any(beyond(value) for value in found.values()):
        raise NotFound
    for name, wanted in plan.query.items():
        if name in query:
            found[name] = _convert(name, list(query[name]), wanted.kind)
            if beyond(found[name]):
                raise Invalid.one(name, f"“{name}” is not a number that exists here.", "wrong_kind")
        elif wanted.required:
            raise Invalid.one(name, f"The address needs “{name}”.", "missing")
        else:
            found[name] = wanted.default
    return found


def fill(form: type[Form], sent: Mapping[str, list[Field]]) -> Form:
    """A form from what a browser sent; fields it did not send keep their defaults, unknown ones are ignored."""
    hints = get_type_hints(form)
    values: dict[str, Any] = {}
    for each in fields(form):
        if each.name not in sent:
            continue
        given, kind = sent[each.name], hints[each.name]
        if Upload in get_args(kind) or kind is Upload:
            file = next((one for one in given if isinstance(one, Upload)), None)
            values[each.name] = file if file and (file.name or file.content) else None
        else:
            words = [one for one in given if isinstance(one, str)]
            if kind is str or words != [""]:
                values[each.name] = _convert(each.name, words, kind)
    return form(**values)


def fill_json(form: type[Form], value: Any) -> Form:
    """A form from a JSON object. Raises Invalid for a field it does not know or of another kind."""
    if not isinstance(value, dict):
        raise Invalid([Issue("not_an_object", "The body must be a JSON object.")])
    known = {each.name for each in fields(form)}
    if unknown := sorted(set(value) - known):
        raise Invalid(
            [Issue("unknown_field", f"There is no field “{name}” here.", field=name) for name in unknown]
        )
    hints = get_type_hints(form)
    values: dict[str, Any] = {}
    issues: list[Issue] = []
    for name, given in value.items():
        try:
            values[name] = msgspec.convert(given, hints[name], strict=True)
        except msgspec.ValidationError as fault:
            issues.append(Issue("wrong_kind", f"“{name}”: {fault}.", field=name))
    issues += [Issue("nul", NUL_WORDS, field=n) for n, v in values.items() if _holds_nul(v)]
    if issues:
        raise Invalid(issues)
    return form(**values)


NUL_WORDS = "This holds a character that cannot be kept (a NUL or half of a pair). Please type it again."


def unreadable(text: str) -> bool:
    """Whether no database could keep the text: a NUL, or half of a surrogate pair."""
    return "\x00" in text or any("\ud800" <= c <= "\udfff" for c in text)


def beyond(value: Any) -> bool:
    """Whether a number is larger than any this service counts to; databases fail on such ones instead of finding nothing."""
    return isinstance(value, int) and abs(value) > 1_000_000_000


def typed(form: type[Form] | None) -> list[tuple[str, Any, dict[str, Any]]]:
    """Name, type and metadata of a form's fields, in order: what an error page offers again."""
    if form is None:
        return []
    hints = get_type_hints(form)
    return [(each.name, hints[each.name], dict(each.metadata)) for each in fields(form)]


def default_of(form: type[Form], name: str) -> Any:
    """What a field is when nobody sends it; used by the schema."""
    each = next(one for one in fields(form) if one.name == name)
    if each.default is not MISSING:
        return each.default
    return each.default_factory() if each.default_factory is not MISSING else None


def _convert(name: str, words: list[str], kind: Any) -> Any:
    if any(unreadable(word) for word in words):
        raise Invalid.one(name, NUL_WORDS, "nul")
    if kind is bool:
        return bool(words) and words[-1].lower() not in {"", "0", "false", "no", "off"}
    many = get_origin(kind) is list or (
        get_origin(kind) in (Union, UnionType) and any(get_origin(one) is list for one in get_args(kind))
    )
    try:
        return msgspec.convert(words if many else (words[-1] if words else ""), kind, strict=False)
    except msgspec.ValidationError:
        raise Invalid.one(
            name, f"“{words[-1] if words else ''}” does not fit “{name}”.", "wrong_kind"
        ) from None


def _holds_nul(value: Any) -> bool:
    if isinstance(value, list):
        return any(_holds_nul(one) for one in value)
    return isinstance(value, str) and unreadable(value)
