"""The states of COW IGO by the names of their columns, and the years in which each is one.

The names are those of the variables in version 3.0a, without spaces, which version 3.0b has in its
column `state`; the numbers are those of its `ccode`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from ..countries import countries

_STATES = """
2:usa 20:canada 31:bahamas 40:cuba 41:haiti 42:domrepublic 51:jamaica 52:trinidad 53:barbados
54:dominica 55:grenada 56:stlucia 57:stvincent 58:antiguabarbuda 60:stkitts 70:mexico
80:belize 90:guatemala 91:honduras 92:elsalvador 93:nicaragua 94:costarica 95:panama
100:colombia 101:venezuela 110:guyana 115:suriname 130:ecuador 135:peru 140:brazil 145:bolivia
150:paraguay 155:chile 160:argentina 165:uruguay 200:uk 205:ireland 210:netherlands
211:belgium 212:luxembourg 220:france 221:monaco 223:liechtenstein 225:switzerland 230:spain
232:andorra 235:portugal 240:hanover 245:bavariaelect 255:germany 260:wgermany 265:egermany
267:baden 269:saxony 271:wurtenburg 273:hesseelect 275:hessegrand 280:mecklenburg 290:poland
300:austriahungary 305:austria 310:hungary 315:czechoslovakia 316:czechrep 317:slovakia
325:italy 327:papalstates 329:twosicilies 331:sanmarino 332:modena 335:parma 337:tuscany
338:malta 339:albania 341:montenegro 343:fyromacedonia 344:croatia 345:yugoslaviaserb
346:bosnia 347:kosovo 349:slovenia 350:greece 352:cyprus 355:bulgaria 359:moldova 360:romania
365:russia 366:estonia 367:latvia 368:lithuania 369:ukraine 370:belarus 371:armenia
372:georgia 373:azerbaijan 375:finland 380:sweden 385:norway 390:denmark 395:iceland
402:capeverde 403:saotome 404:guineabissau 411:eqguinea 420:gambia 432:mali 433:senegal
434:benin 435:mauritania 436:niger 437:ivorycoast 438:guinea 439:burkinafaso 450:liberia
451:sierraleone 452:ghana 461:togo 471:cameroon 475:nigeria 481:gabon 482:car 483:chad
484:congobrazz 490:zaire 500:uganda 501:kenya 510:tanzania 511:zanzibar 516:burundi 517:rwanda
520:somalia 522:djibouti 530:ethiopia 531:eritrea 540:angola 541:mozambique 551:zambia
552:zimbabwe 553:malawi 560:soafrica 565:namibia 570:lesotho 571:botswana 572:swaziland
580:madagascar 581:comoros 590:mauritius 591:seychelles 600:morocco 615:algeria 616:tunisia
620:libya 625:sudan 626:sosudan 630:iran 640:turkey 645:iraq 651:egypt 652:syria 660:lebanon
663:jordan 666:israel 670:saudiarabia 678:nyemen 679:yemen 680:syemen 690:kuwait 692:bahrain
694:qatar 696:uae 698:oman 700:afghanistan 701:turkmenistan 702:tajikistan 703:kyrgyzstan
704:uzbekistan 705:kazakhstan 710:china 712:mongolia 713:taiwan 730:korea 731:nokorea
732:sokorea 740:japan 750:india 760:bhutan 770:pakistan 771:bangladesh 775:myanmar
780:srilanka 781:maldives 790:nepal 800:thailand 811:cambodia 812:laos 816:vietnam
817:svietnam 820:malaysia 830:singapore 835:brunei 840:philippines 850:indonesia 860:etimor
900:australia 910:papuanewguinea 920:newzealand 935:vanuatu 940:solomonis 946:kiribati
947:tuvalu 950:fiji 955:tonga 970:nauru 983:marshallis 986:palau 987:micronesiafs 990:wsamoa
"""
NUMBERS: Final[Mapping[str, str]] = {
    name: number for number, _, name in (each.partition(":") for each in _STATES.split())
}
"""The COW number of the state of each column."""
_LEFT_EARLIER = frozenset({"260", "265", "678", "680"})
"""States that ended within 1990, which version 3 does not count in that year."""


@cache
def years_of(number: str) -> frozenset[int]:
    """The years in which a state is in the system, for whatever part of them.

    >>> min(years_of("750")), 1990 in years_of("260")
    (1947, False)
    """
    spells = [s for each in countries() for s in each.spells["cow"] if s.number == number]
    last_of = {s: int(s.until[:4]) if s.until else 9999 for s in spells}
    return frozenset(
        year
        for spell, last in last_of.items()
        for year in range(int(spell.since[:4]), last + (number not in _LEFT_EARLIER))
    )
