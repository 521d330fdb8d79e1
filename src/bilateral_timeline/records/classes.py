"""Classes of stored values: every field by the row of its type, none left unchecked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

import attrs

from ..errors import InputError, Problem, RecordError, near, shown
from .stored import Plain
from .types import Fault, Row, joint, under, unread


@attrs.frozen
class _Extra(Problem):
    """A field that there is not: to blame is what holds it."""


@attrs.frozen
class Field:
    """One field of a stored class."""

    name: str
    alias: str
    hint: Any
    """Its type, as a type."""
    row: Row
    attribute: attrs.Attribute[Any]

    @property
    def needed(self) -> bool:
        """Whether it must be given."""
        return self.attribute.default is attrs.NOTHING

    @property
    def exact(self) -> bool:
        """Whether all that can be read is written again as it was, unless it is the default."""
        made = isinstance(self.attribute.default, attrs.Factory)  # type: ignore[arg-type]
        return self.row.exact and self.attribute.converter is None and not made

    def default(self, value: object) -> Any:
        """What the field of an object would be if it were not given."""
        default: Any = self.attribute.default
        if isinstance(default, attrs.Factory):  # type: ignore[arg-type]
            if default.takes_self:
                return attrs.NOTHING if value is None else default.factory(value)
            return default.factory()
        return default


@attrs.frozen(eq=False)
class Fields:
    """The fields of a class, and with them how its objects are checked, read and written."""

    cls: type
    fields: tuple[Field, ...]
    """In the order in which they are written: those that must be given come first."""
    listed: str = ""
    """The names of the fields as a message tells them."""
    _by_name: Mapping[str, tuple[Any, str, int, Any, bool]] = attrs.field(init=False)
    """Of each field: how it is read, its alias, its place, its default, whether it is exact."""

    def __attrs_post_init__(self) -> None:
        by_name = {
            field.name: (field.row.read, field.alias, at, field.default(None), field.exact)
            for at, field in enumerate(self.fields)
        }
        object.__setattr__(self, "_by_name", by_name)

    @property
    def row(self) -> Row:
        """The row of the class among the types."""
        name = self.cls.__name__
        return Row(
            f"a {name}",
            self.check,
            self.read,
            self.write,
            lambda part: part(self.cls),
            frozenset({"table"}),
            fault=self.fault,
            takes=self.takes,
        )

    def check(self, value: Any) -> bool:
        """Whether a value is of this class, and all its fields of their types."""
        if type(value) is not self.cls:
            return False
        for field in self.fields:  # noqa: SIM110
            if not field.row.check(getattr(value, field.name)):
                return False
        return True

    def fault(self, value: Any) -> Fault | None:
        """What is wrong with a value, at the first field to blame."""
        if type(value) is not self.cls:
            return None  # what the row is said to be tells it
        for field in self.fields:
            held = getattr(value, field.name)
            if not field.row.check(held):
                path, found, expected, advice = field.row.wrong(held)
                return f"{field.name}{joint(path)}{path}", found, expected, advice
        return None

    def takes(self, data: Plain) -> bool:
        """Whether plain data has the fields of this class."""
        return data.keys() <= self._by_name.keys() and all(
            field.name in data for field in self.fields if field.needed
        )

    def read(self, data: Plain, **more: Any) -> Any:
        """An object of the class, or a `RecordError` with every problem and the path to it.

        What it takes beside its fields may be given.
        """
        if type(data) is not dict:
            raise unread(data, f"a table of {self._names()}")
        by_name = self._by_name
        try:
            values = {}
            for name, value in data.items():
                row = by_name[name]
                values[row[1]] = row[0](value)
            return self.cls(**values, **more)
        except Exception as error:
            self._refuse(data, error)

    def _names(self) -> str:
        names = (a.name for a in attrs.fields(self.cls) if a.name in self._by_name)
        return self.listed or ", ".join(names)

    def _refuse(self, data: dict[str, Plain], first: Exception) -> NoReturn:
        """Tell all that is wrong, field by field, so that no problem hides another."""
        problems: list[Problem] = []
        cause = None
        for field in self.fields:
            if field.name not in data:
                if field.needed:
                    advice = "it has no default"
                    problems.append(Problem("", "nothing", "a value", advice, field.name))
                continue
            try:
                self._validate(field, field.row.read(data[field.name]))
            except InputError as error:
                problems += under(error, field.name)
                cause = cause or error.__cause__
        for name in sorted(data.keys() - self._by_name.keys(), key=str):
            found, only = f"the field {shown(name)}", f"only {self._names()}"
            known = self._names().split(", ")
            alike = ", ".join(near(name, known)) if isinstance(name, str) else ""
            advice = f"is it {alike}?" if alike else ""
            problems.append(_Extra("", found, only, advice, str(name)))
        if not problems and isinstance(first, InputError):
            problems += map(_bare, first.problems)
        elif not problems:
            found = f"values that {self.cls.__name__} does not take ({shown(first)})"
            problems.append(Problem("", found, "the values of its kind"))
            cause = first
        raise RecordError(*problems) from cause

    def _validate(self, field: Field, value: Any) -> None:
        """Ask the validator of a field alone; what else it asks of its object it is asked later."""
        if field.attribute.validator is not None:
            try:
                field.attribute.validator(None, field.attribute, value)
            except InputError as error:
                problems = (attrs.evolve(_bare(p), path="") for p in error.problems)
                raise RecordError(*problems) from error.__cause__
            except Exception:  # it needs the object, or is wrong itself: the class will tell
                pass

    def write(self, value: Any) -> dict[str, Plain]:
        """Plain data; fields at their default are left out."""
        data = {}
        for field in self.fields:
            held = getattr(value, field.name)
            if not field.needed:
                default = field.default(value)
                if held is default or (type(held) is type(default) and held == default):
                    continue
            data[field.name] = field.row.write(held)
        return data

    def read_today(self, data: dict[str, Plain]) -> Any:
        """The object of data that is just what is written today; None if it is not, or wrong.

        Its fields stand in their order, none is at its default, and none has another form.
        """
        by_name, values, last, exactly = self._by_name, {}, -1, True
        for name, plain in data.items():
            read, alias, at, default, exact = by_name[name]
            values[alias] = value = read(plain)
            if at <= last or value == default:
                return None
            last = at
            exactly = exactly and exact
        made = self.cls(**values)
        return made if exactly or repr(self.write(made)) == repr(data) else None


def _bare(problem: Problem) -> Problem:
    """A problem that a class told of itself, without its name; a date keeps its character."""
    return problem if problem.within else attrs.evolve(problem, where="")


def told(error: InputError, where: str, path: str = "") -> RecordError:
    """An error of plain data, told of the record and the field that hold it."""

    def at(problem: Problem) -> Problem:
        field = f"{path}{joint(problem.path) if path else ''}{problem.path}"
        holder = field.rpartition(".")[0] if isinstance(problem, _Extra) else field
        place = ": ".join(filter(None, (where, holder, problem.where)))
        within = problem.within
        return Problem(place, problem.found, problem.expected, problem.advice, field, within)

    return RecordError(*map(at, error.problems))
