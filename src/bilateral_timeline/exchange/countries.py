"""Codes of countries: those of ISO 3166, of the state systems of COW and Gleditsch-Ward, names.

A party of this library is an ISO 3166-1 alpha-2 code. `countries.tsv` beside this module holds,
for each, its other codes and names, and its spells in both systems of states:

* ISO 3166-1, and of the withdrawn codes of ISO 3166-3 those of states that nobody continues: DD
  (East Germany), YD (South Yemen), CS (Czechoslovakia); XK, which is the user's to assign, for
  Kosovo. Withdrawn alpha-3 codes of a state that goes on stand behind its own: SUN is RU.
* COW: Correlates of War Project, *State System Membership*, v2016, without what lies after it.
* Gleditsch-Ward: *A Revised List of Independent States since the Congress of Vienna*,
  International Interactions 25 (1999), with the tentative list of microstates, as of the copy
  in the R package `states` 0.3.3 (MIT).

A state is one with the one that continues it under either system: COW 365, the Soviet Union too,
is RU; COW 345, Yugoslavia too, is RS; 255 and 260 are DE; 678 and 679 are YE. A state that ended
and has no code, such as Austria-Hungary, is no party here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain
from typing import Final

import attrs

from ..dates.when import Day, to_day
from ..errors import InputError, MissingError, Problem, near, shown

SCHEMES: Final[Mapping[str, str]] = {
    "alpha-2": "ISO 3166-1 alpha-2 code",
    "alpha-3": "ISO 3166-1 alpha-3 code",
    "numeric": "ISO 3166-1 numeric code",
    "name": "name",
    "cow": "Correlates of War number",
    "cow-letters": "Correlates of War letters",
    "gw": "Gleditsch-Ward number",
    "gw-letters": "Gleditsch-Ward letters",
    "cameo": "CAMEO actor code",
}
"""What a code may be of."""

_CAMEO = {"WSB": "PS", "GZS": "PS"}  # the West Bank and the Gaza Strip; else as in alpha-3
_REGIONS = (
    *("AFR", "ASA", "BLK", "CRB", "CAU", "CFR", "CAS", "CEU", "EIN", "EAF", "EEU", "EUR", "LAM"),
    *("MEA", "MDT", "NAF", "NMR", "PGS", "SCN", "SAM", "SAS", "SEA", "SAF", "WAF", "WST"),
)
"""What CAMEO has beside countries, and is no party."""
_ENDED = {
    "230": "ET",
    "280": "DE",
    "736": "SD",
    "810": "RU",
    "886": "YE",
    "890": "RS",
    "891": "RS",
    **dict.fromkeys(("530", "532", "582"), ""),
}
"""The withdrawn numbers of ISO 3166-3, and the parties that go on; the Netherlands Antilles and the
Pacific Islands are continued by several."""
_NUMBERS = ("numeric", "cow", "gw")
_LIKE_A_PARTY = ("alpha-2", "alpha-3", "name", "cow-letters")
_WITHDRAWN = {
    "BU": "MM",
    "DY": "BJ",
    "HV": "BF",
    "RH": "ZW",
    "SU": "RU",
    "TP": "TL",
    "YU": "RS",
    "ZR": "CD",
}
"""The alpha-2 codes of ISO 3166-3 of states that go on, which may be meant and are no parties."""


@attrs.frozen
class Spell:
    """A time in which a state is in a system of states, under one number; both days are in it.

    >>> spell = Spell("816", "DRV", "1954-07-21", "")
    >>> spell.covers("1954-07-20"), spell.covers("2024-01-01")
    (False, True)
    """

    number: str
    letters: str
    since: str
    until: str
    """Empty while it goes on."""

    def covers(self, day: str) -> bool:
        """Whether a day, as ISO text, lies in it."""
        return self.since <= day and (not self.until or day <= self.until)


@attrs.frozen
class Country:
    """A line of the table; one without a code is of a state that nobody continues.

    >>> iran = next(each for each in countries() if each.code == "IR")
    >>> iran.alpha_3, iran.numeric, iran.names[0], iran.spells["cow"][0].number
    (('IRN',), '364', 'Iran', '630')
    """

    code: str
    alpha_3: tuple[str, ...]
    numeric: str
    names: tuple[str, ...]
    spells: Mapping[str, tuple[Spell, ...]]


@cache
def countries() -> tuple[Country, ...]:
    """All lines of the table.

    >>> {"RU", "IR"} <= {each.code for each in countries()}
    True
    """
    text = files(__package__).joinpath("countries.tsv").read_text("utf-8")
    return tuple(map(_country, text.splitlines()[1:]))


def _country(line: str) -> Country:
    code, alpha_3, numeric, names, cow, gw = line.split("\t")
    spells = {"cow": _spells(cow), "gw": _spells(gw)}
    return Country(code, tuple(alpha_3.split()), numeric, tuple(names.split(" | ")), spells)


def _spells(text: str) -> tuple[Spell, ...]:
    found = []
    for told in filter(None, text.split(";")):
        number, letters, days = told.split()
        since, until = days.split("/")
        found.append(Spell(number, letters, since, until.removeprefix("..")))
    return tuple(found)


@cache
def _told(scheme: str) -> Mapping[str, str]:
    """The party of each code of a scheme; empty for a state that nobody continues."""
    found = dict[str, str]()
    for country in countries():
        for code in _codes(country, scheme):
            found.setdefault(code, country.code)
    if scheme == "cameo":
        found |= {**dict.fromkeys(_REGIONS, ""), **_CAMEO}
    if scheme == "numeric":
        found |= _ENDED
    return found


def _codes(country: Country, scheme: str) -> tuple[str, ...]:
    """The codes of a country, as they are looked for."""
    match scheme:
        case "alpha-2":
            return (country.code,) if country.code else ()
        case "alpha-3" | "cameo":
            return country.alpha_3
        case "numeric":
            return (country.numeric,) if country.numeric else ()
        case "name":
            return tuple(map(_folded, country.names))
    system, _, letters = scheme.partition("-")
    return tuple(s.letters if letters else s.number for s in country.spells[system])


def _written(country: Country, scheme: str) -> tuple[str, ...]:
    """The codes of a country, or its names as people write them."""
    return country.names if scheme == "name" else _codes(country, scheme)


_OF_NO_WEIGHT = {"the", "of", "and"}


def _folded(name: str) -> str:
    """A name without accents, case, signs and small words."""
    text = unicodedata.normalize("NFKD", name.casefold()).replace("st. ", "saint ")
    kept = "".join(c for c in text if not unicodedata.combining(c) and c not in "'\u2019.")
    words = "".join(c if c.isalnum() else " " for c in kept).split()
    return " ".join(word for word in words if word not in _OF_NO_WEIGHT)


def find_country(code: str, scheme: str) -> str | None:
    """The party of a code or a name, None where there is none; costs a look-up.

    >>> find_country("365", "cow"), find_country("300", "cow")
    ('RU', None)
    """
    return _found(code, scheme) or None


def has_country(code: str, scheme: str) -> bool:
    """Whether a code or a name is of a line of the table, be it a state that nobody continues.

    >>> has_country("300", "cow"), has_country("36", "cow")
    (True, False)
    """
    return _found(code, scheme) is not None


@lru_cache(maxsize=65536)
def _found(code: str, scheme: str) -> str | None:
    """The party of a code, empty for a state that nobody continues; None where there is no line."""
    if scheme == "name":
        code = _folded(code)
    elif scheme in _NUMBERS:
        code = code.removesuffix(".0").lstrip("0")
        code = code.zfill(3) if scheme == "numeric" else code
    else:
        code = code.upper()
    return _told(scheme).get(code)


def countries_called(text: str) -> tuple[str, ...]:
    """The parties that a text is a code or a name of, where somebody took another scheme.

    >>> countries_called("Iran"), countries_called("SU"), countries_called("Ruritania")
    (('IR',), ('RU',), ())
    """
    found = [find_country(text, scheme) for scheme in _LIKE_A_PARTY]
    return tuple(dict.fromkeys(filter(None, [*found, _WITHDRAWN.get(text.upper())])))


@lru_cache(maxsize=1024)
def codes_near(text: str, scheme: str) -> tuple[str, ...]:
    """The codes or names of a scheme that are meant: of the country so called, or spelt alike.

    >>> codes_near("IR", "name"), codes_near("Inda", "name"), codes_near("Iran", "cow")
    (('Iran',), ('India', 'China', 'Indonesia'), ('630',))
    """
    called = [_by_party()[party] for party in countries_called(text)]
    if meant := [codes[0] for held in called if (codes := _written(held, scheme))]:
        return tuple(meant)
    return tuple(near(text, chain.from_iterable(_written(held, scheme) for held in countries())))


def country(code: str | int, scheme: str = "name") -> str:
    """The party, as an ISO 3166-1 alpha-2 code, of a code of a `scheme`, or of a name.

    The schemes are alpha-2, alpha-3, numeric, name, cow, cow-letters, gw, gw-letters and cameo.
    A code that is in none of its lines is a `MissingError` with what is near; so is that of a
    state that ended, which nobody continues.

    >>> country("365", "cow"), country(678, "gw"), country("Iran (Islamic Republic of)")
    ('RU', 'YE', 'IR')
    """
    _check_scheme(scheme)
    given = str(code) if type(code) is int else code
    if not isinstance(given, str):
        raise InputError(Problem("country", shown(code), "a code or a name as text"))
    if found := find_country(given, scheme):
        return found
    held = _told(scheme)
    known = [n for c in countries() if c.code for n in c.names] if scheme == "name" else held
    raise MissingError(f"party by the {SCHEMES[scheme]}", given, known)


def code(party: str, scheme: str, *, on: Day | None = None) -> str:
    """The code of a party in a scheme: of its first name, or of its state on a day.

    Without a day, that of its last spell in a system of states. A party that has no code there,
    or was no state of the system on the day, is a `MissingError`.

    >>> code("RU", "cow", on="1980-01-01"), code("DE", "cow", on="1980-01-01")
    ('365', '260')
    >>> code("DE", "cow"), code("DE", "gw"), code("IR", "name")
    ('255', '260', 'Iran')
    """
    _check_scheme(scheme)
    held = _by_party().get(party) if isinstance(party, str) else None
    if held is None:
        raise MissingError("party", party, _by_party())
    match scheme:
        case "alpha-2":
            return held.code
        case "alpha-3" | "cameo":
            return held.alpha_3[0]
        case "name":
            return held.names[0]
        case "numeric":
            if not held.numeric:
                raise MissingError(f"{SCHEMES[scheme]} of the party", party, [])
            return held.numeric
    system, _, letters = scheme.partition("-")
    spells = held.spells[system]
    if on is not None:
        day = to_day(on, "on").isoformat()
        spells = tuple(spell for spell in spells if spell.covers(day))
    if not spells:
        when = "" if on is None else f" on {to_day(on, 'on')}"
        known = [
            f"{each.since} {f'to {each.until}' if each.until else 'on'}: {_of(each, letters)}"
            for each in held.spells[system]
        ]
        raise MissingError(f"{SCHEMES[scheme]}{when} of the party", party, known)
    return _of(spells[-1], letters)


def _of(spell: Spell, letters: str) -> str:
    return spell.letters if letters else spell.number


@cache
def _by_party() -> Mapping[str, Country]:
    return {held.code: held for held in countries() if held.code}


@lru_cache(maxsize=4096)
def name_of(party: str) -> str:
    """What a party is called in a title; its code where the table does not have it.

    >>> name_of("RU"), name_of("VE-LAND")
    ('Russia', 'VE-LAND')
    """
    held = _by_party().get(party)
    return party if held is None else held.names[0]


def _check_scheme(scheme: object) -> None:
    if not isinstance(scheme, str) or scheme not in SCHEMES:
        raise MissingError("scheme of codes", scheme, SCHEMES)
