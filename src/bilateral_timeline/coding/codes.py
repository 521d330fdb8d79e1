"""Codes of acts: PLOVER types and modes, CAMEO codes, and the score of each on two scales.

Two tables are held here, each under the name of its version, as no two copies are the same:

* **PLOVER 0.8**: the sixteen event types and their modes, with score and quarter. Halterman,
  Bagozzi, Beger, Schrodt and Scarborough, *PLOVER and POLECAT*, and the manual's draft 0.8 of
  September 2021 (openeventdata/PLOVER, CC BY-SA 4.0). The manual prints 3 for ACCUSE without a
  mode, between modes of -2 and -3.5 and among acts of conflict: a misprint of -3, as it stands
  here. From the same place, under the same licence: its table of CAMEO codes to types and modes.
* **Goldstein, ICEWS copy, CAMEO 1.1b3**: 312 CAMEO codes on the scale of Goldstein (1992), from
  -10 to 10 (Beger's R package `icews`, data-raw/cameo-codes.csv, MIT). GDELT's copy differs in
  the codes 016, 022, 164 and 165, and lacks 1213.

What one system alone says has a score in the other by these rules:

* A CAMEO code is of the type and mode that the official table gives it. The codes of 01 and 02,
  statements and appeals, stand in no line of it: they have no PLOVER score.
* A PLOVER type and mode stand for the first CAMEO code that the table maps to exactly them, a
  root code (of two digits) before all others: AID for 07, CONSULT visit for 042, which is the
  visitor's. A mode that no code is mapped to stands for that of its type.
* A mode that has no score of its own takes the score of its type.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Final

import attrs

from ..errors import InputError, Problem, near, shown
from ..records.fields import refuse_field
from ..records.values import Unknown, UnknownType

QUADS: Final = (
    "verbal cooperation",
    "material cooperation",
    "verbal conflict",
    "material conflict",
)
"""The quarters: said or done, for or against."""

SCALES: Final[Mapping[str, str]] = {
    "plover": "PLOVER 0.8",
    "goldstein": "Goldstein, ICEWS copy, CAMEO 1.1b3",
}
"""The scales by the name by which they are asked for, each with its version."""

# Type, the number of its quarter and its score; then each mode with its score.
_PLOVER = """
AGREE 1 2.5
CONSULT 1 2.5: visit 4, third-party 1, multilateral 4, phone 1.5
SUPPORT 1 5
CONCEDE 1 4.5
COOPERATE 2 9.5
AID 2 10
RETREAT 2 6.5: withdraw 8, release 6.5, disarm 10, ceasefire 7.5, access 6.5, resign 4.5
REQUEST 3 0: assist 0.5, change -1, yield -1, meet 0
ACCUSE 3 -3: disapprove -2, investigate -3.5, allege -3.5
REJECT 3 -2: assist -1.5, change -2, yield -2, meet -2
THREATEN 3 -3.5: restrict -3, arrest -3.5, relations -3.5, expel -3.5, territory -4, violence -3.5
SANCTION 3 -6: convict -6, expel -5.5, withdraw -6, discontinue -6
PROTEST 4 -5: demo -5, riot -7, strike -5, hunger -4.5, boycott -4.5, obstruct -4.5
MOBILIZE 4 -5.5: troops -6.5, weapons -6.5, police -5.5, militia -6
COERCE 4 -7: seize -7, restrict -7, censor -6.5, curfew -6.5, martial-law -7.5, arrest -7,\
 deport -7, withhold -7, misinformation -6.5, cyber -7
ASSAULT 4 -9: abduct -8.5, beat -7.5, torture -8.5, sexual -8.5, targeted -9.5, destroy -8.5,\
 primitive -8, firearms -9, explosives -9, suicide-attack -9.5, aerial -9.5, drone -9.5,\
 heavy-weapons -9.5, crowd-control -7.5, unconventional -10
"""

# Each score, then the codes that have it.
_GOLDSTEIN = """
0: 01 010 014 015 017; -0.1: 011; -0.4: 012; 0.4: 013; -5: 016; 3.4: 018 019;
3: 02 020; 3.4: 021 0211 0212 0213 0214 022 023 0231 0232 0233 0234; -0.3: 024 0241 0242 0243 0244
025 0251 0252 0253 0254 0255 0256; 4: 026 027 028;
4: 03 030 036; 5.2: 031 0311 0312 0313 0314 033 0331 0332 0333; 4.5: 032; 6: 0334;
7: 034 0341 0342 0343 0344 035 0351 0352 0353 0354 0355 0356 038; 5: 037 039;
1: 04 040 041; 1.9: 042; 2.8: 043; 2.5: 044; 5: 045; 7: 046;
3.5: 05 050 052; 3.4: 051; 3.8: 053; 6: 054; 7: 055 056; 8: 057;
6: 06 060; 6.4: 061; 7.4: 062 063; 7: 064;
7: 07 070 075; 7.4: 071 073; 8.3: 072; 8.5: 074;
5: 08 080 081 0811 0812 0813 0814 082 083 0831 0832 0833 0834; 7: 084 0841 0842 085;
9: 086 0861 0862 0863 087 0871 0872 0873; 10: 0874;
-2: 09 090 091 092 093 094;
-5: 10 100 101 1011 1012 1013 1014 102 103 1031 1032 1033 1034 104 1041 1042 1043 1044
105 1051 1052 1053 1054 1055 1056 106 107 108;
-2: 11 110 111 112 1121 1122 1123 1124 1125 113 114 115 116;
-4: 12 120 121 1211 1212 1213 122 1221 1222 1223 1224 123 1231 1232 1233 1234
124 1241 1242 1243 1244 1245 1246; -5: 125 126 127 128 129;
-6: 13; -4.4: 130; -5.8: 131 1311 1312 1313 132 1321 1322 1323 1324 133 134 135;
-7: 136 137 138 1381 1382 1383 1384 1385 139;
-6.5: 14 140 141 1411 1412 1413 1414 142 1421 1422 1423 1424 143 1431 1432 1433 1434;
-7.5: 144 1441 1442 1443 1444 145 1451 1452 1453 1454;
-7.2: 15 150 151 152 153 154;
-4: 16 160 161; -5.6: 162 1621 1622 1623; -8: 163; -6.5: 164; -7: 165 166 1661 1662 1663;
-7: 17 170; -9.2: 171 1711 1712; -5: 172 1721 1722 1723 1724 173 174; -9: 175;
-9: 18 180 181 1821 1822; -9.5: 182; -10: 1823 183 1831 1832 1833 186; -8: 184 185;
-10: 19 190 193 194 195; -9.5: 191 192 196;
-10: 20 200 202 203 204 2041 2042; -9.5: 201
"""

# The official table of 17 September 2021: a type and a mode, and the codes that are of it. It has
# modes that the manual gives no score; 1214, which stands in neither copy of Goldstein's scale,
# is left out; 08 stands in it twice; and 175 has a context in place of a mode there.
_OF_PLOVER = """
AGREE: 03 030 031 0311 0312 0313 0314 032 033 0331 0332 0333 0334 034 0341 0342 0343 0344
035 0351 0352 0353 0354 0355 0356 036 037 038 039;
CONSULT: 04 040 045 046; CONSULT phone: 041; CONSULT third-party: 044; CONSULT visit: 042 043;
SUPPORT: 05 050 051 052 053 054 055 056 057;
COOPERATE: 06 060 061 062 063 064;
AID: 07 070 071 072 073 074 075;
CONCEDE: 08 080 081 0811 0812 082 083 0831 0832 0833 0834;
RETREAT: 08 0813 0814 084; RETREAT access: 086 0861 0862 0863; RETREAT ceasefire: 0871;
RETREAT disarm: 087 0873 0874; RETREAT ease: 085; RETREAT release: 0841; RETREAT return: 0842;
RETREAT withdraw: 0872;
ACCUSE: 09 11; ACCUSE allege: 1121 1122 1123 1124 1125 114 115;
ACCUSE disapprove: 110 111 112 113 116; ACCUSE investigate: 090 091 092 093 094;
REQUEST: 10 100; REQUEST assist: 101 1011 1012 1013 1014 102 103 1031 1032 1033 1034;
REQUEST change: 104 1041 1042 1043 1044 105; REQUEST meet: 106 107 108;
REQUEST yield: 1051 1052 1053 1054 1055 1056;
REJECT: 12 120; REJECT assist: 121 1211 1212 1213 122 1221 1222 1223 1224;
REJECT change: 123 1231 1232 1233 1234 124 1241 1242; REJECT meet: 125 126 127;
REJECT yield: 1243 1244 1245 1246 128 129;
THREATEN: 13 130 131; THREATEN ban: 132 1322; THREATEN expel: 136; THREATEN political: 1321;
THREATEN relations: 1311 1313 133 134 135 139; THREATEN restrict: 1312 1323 1324 1381;
THREATEN territory: 1382; THREATEN violence: 137 138 1383 1384 1385;
PROTEST: 14 140; PROTEST boycott: 143 1431 1432 1433 1434;
PROTEST demo: 141 1411 1412 1413 1414; PROTEST hunger: 142 1421 1422 1423 1424;
PROTEST obstruct: 144 1441 1442 1443 1444; PROTEST riot: 145 1451 1452 1453 1454;
MOBILIZE: 15 150; MOBILIZE police: 151 153; MOBILIZE troops: 152 154;
SANCTION: 16 160; SANCTION discontinue: 162 1621 1622 1623; SANCTION expel: 166 1661 1662 1663;
SANCTION withdraw: 161 164 165;
COERCE: 17 170; COERCE arrest: 173; COERCE ban: 1722; COERCE curfew: 1723; COERCE deport: 174;
COERCE martial-law: 1724; COERCE restrict: 163 172 1721 191; COERCE seize: 171 1711 192;
ASSAULT: 175 18 180 1823 19 190 196 20; ASSAULT abduct: 181 184; ASSAULT assassinate: 185 186;
ASSAULT beat: 182; ASSAULT cleansing: 201 203; ASSAULT explosives: 1832 1833;
ASSAULT firearms: 193; ASSAULT heavy-weapons: 194 195; ASSAULT massacre: 200 202;
ASSAULT seize: 1712; ASSAULT sexual: 1821; ASSAULT suicide-attack: 183 1831;
ASSAULT torture: 1822; ASSAULT unconventional: 204 2041 2042
"""

# The quarter of each root code of CAMEO, as ICEWS and GDELT count them: 01 to 05, 06 to 08, 09 to
# 13, 14 to 20. So to cut relations (16) is material there, as SANCTION is not in PLOVER.
_ROOTS = {1: range(1, 6), 2: range(6, 9), 3: range(9, 14), 4: range(14, 21)}


def _listed(text: str) -> list[tuple[str, list[str]]]:
    """The items of a table: a heading, and what stands below it."""
    items = (item.partition(":") for item in text.split(";"))
    return [(head.strip(), rest.split()) for head, _, rest in items]


def _plover() -> tuple[dict[tuple[str, str], Decimal], dict[str, str]]:
    scores, quads = dict[tuple[str, str], Decimal](), dict[str, str]()
    for line in _PLOVER.strip().splitlines():
        head, _, modes = line.partition(":")
        event, quad, score = head.split()
        quads[event], scores[event, ""] = QUADS[int(quad) - 1], Decimal(score)
        for told in filter(None, modes.split(",")):
            mode, score = told.split()
            scores[event, mode] = Decimal(score)
    return scores, quads


def _of_plover() -> tuple[dict[str, tuple[str, str]], dict[tuple[str, str], str]]:
    """The type and mode of each CAMEO code, and the first code of each type and mode."""
    types, firsts = dict[str, tuple[str, str]](), dict[tuple[str, str], str]()
    for head, codes in _listed(_OF_PLOVER):
        event, _, mode = head.partition(" ")
        firsts[event, mode] = min(codes, key=lambda code: (len(code) > 2, code))
        for code in codes:
            types.setdefault(code, (event, mode))
    return types, firsts


_held, _quads = _plover()
PLOVER_SCORES: Final[Mapping[tuple[str, str], Decimal]] = _held
"""The score of each type and mode of PLOVER 0.8 that has one; "" is no mode."""
PLOVER_QUADS: Final[Mapping[str, str]] = _quads
"""The quarter of each of the sixteen types."""
GOLDSTEIN: Final[Mapping[str, Decimal]] = {
    code: Decimal(score) for score, codes in _listed(_GOLDSTEIN) for code in codes
}
"""The score of each CAMEO code; a code is text, as 010 and 10 are two."""
CAMEO_QUADS: Final[Mapping[str, str]] = {
    f"{root:02}": QUADS[quad - 1] for quad, roots in _ROOTS.items() for root in roots
}
"""The quarter of each root code of CAMEO."""

_types, _firsts = _of_plover()
PLOVER_OF: Final[Mapping[str, tuple[str, str]]] = _types
"""The PLOVER type and mode of each CAMEO code that has one."""
CAMEO_OF: Final[Mapping[tuple[str, str], str]] = _firsts
"""The CAMEO code for which a PLOVER type and mode stand."""


def _all_modes() -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {event: {} for event in PLOVER_QUADS}
    for event, mode in (*PLOVER_SCORES, *CAMEO_OF):
        if mode:
            found[event][mode] = None
    return {event: tuple(modes) for event, modes in found.items()}


MODES: Final[Mapping[str, tuple[str, ...]]] = _all_modes()
"""The modes of each type: those of the manual, and those of the official table."""


def check_code(holder: object, event: object, mode: object, cameo: object) -> None:
    """Refuse what is no code, named as the fields of whoever holds it."""
    if cameo != "" and not (isinstance(cameo, str) and cameo in GOLDSTEIN):
        expected = "a code of CAMEO 1.1b3 as text, such as '042'"
        refuse_field(holder, "cameo", cameo, expected, _near(cameo, GOLDSTEIN))
    if event == "" and (cameo == "" or mode != ""):
        refuse_field(holder, "event", event, "a PLOVER event type, or a CAMEO code alone")
    if event != "" and not (isinstance(event, str) and event in MODES):
        refuse_field(holder, "event", event, f"one of {', '.join(MODES)}", _near(event, MODES))
    modes = MODES.get(event, ())
    if mode != "" and mode not in modes:
        expected = f"a mode of {event}: {', '.join(modes)}" if modes else f"no mode with {event}"
        refuse_field(holder, "mode", mode, expected, _near(mode, modes))


def _near(name: object, names: Mapping[str, object] | tuple[str, ...]) -> str:
    if not isinstance(name, str | int):
        return ""
    found = near(name if isinstance(name, str) else shown(name), names)
    return f"near it: {', '.join(found)}" if found else ""


def check_scale(where: str, scale: object) -> str:
    """The name of a scale; any other is refused."""
    if not isinstance(scale, str) or scale not in SCALES:
        expected = " or ".join(map(repr, SCALES))
        advice = _near(scale, tuple(SCALES))
        raise InputError(Problem(f"{where}: scale", shown(scale), expected, advice))
    return scale


@attrs.frozen
class Code:
    """What an act is, in the terms of PLOVER, and of CAMEO where it was coded so.

    `event` is one of the sixteen PLOVER types, `mode` one of its modes or "", `cameo` a code of
    CAMEO 1.1b3 as text or "". Of a CAMEO code alone, type and mode are those of the official
    table; the codes of 01 and 02 have none. Where both are given, each stands for its own scale.
    What is in no table is a `RecordError` that says what is near it. Scores cost a look-up.

    >>> Code("CONSULT", "visit").score("plover")
    Decimal('4')
    >>> Code(cameo="057")
    Code(event='SUPPORT', mode='', cameo='057')
    >>> Code(cameo="057").score("goldstein"), Code("SUPPORT").score("goldstein")
    (Decimal('8'), Decimal('3.5'))
    >>> Code(cameo="010").score("plover")
    Unknown
    """

    event: str = ""
    mode: str = ""
    cameo: str = ""

    def __attrs_post_init__(self) -> None:
        check_code(self, self.event, self.mode, self.cameo)
        if not self.event:
            event, mode = PLOVER_OF.get(self.cameo, ("", ""))
            object.__setattr__(self, "event", event)
            object.__setattr__(self, "mode", mode)

    def score(self, scale: str) -> Decimal | UnknownType:
        """What it weighs on a scale, from -10 to 10; Unknown where the scale does not have it."""
        scored = self.on(scale)
        return scored[0] if scored else Unknown

    def quad(self, scale: str) -> str | UnknownType:
        """Its quarter on a scale: verbal or material, cooperation or conflict."""
        scored = self.on(scale)
        return scored[1] if scored else Unknown

    def on(self, scale: str) -> tuple[Decimal, str] | None:
        """Its score and its quarter on a scale; None where the scale does not have it."""
        return _on(self, check_scale("code", scale))

    def __str__(self) -> str:
        told = " ".join(filter(None, (self.event, self.mode)))
        cameo = f"CAMEO {self.cameo}" if self.cameo else ""
        return f"{told} ({cameo})" if told and cameo else told or cameo


@lru_cache(maxsize=4096)
def _on(code: Code, scale: str) -> tuple[Decimal, str] | None:
    pair = code.event, code.mode
    if scale == "goldstein":
        cameo = code.cameo or CAMEO_OF.get(pair) or CAMEO_OF[code.event, ""]
        return GOLDSTEIN[cameo], CAMEO_QUADS[cameo[:2]]
    if not code.event:
        return None
    score = PLOVER_SCORES.get(pair)
    own = PLOVER_SCORES[code.event, ""] if score is None else score
    return own, PLOVER_QUADS[code.event]
