"""The questions of a timeline, asked of the fictional pair: every verb once, with its edges."""

from __future__ import annotations

import pickle
from typing import Any

import attrs
import pytest
from hypothesis import given
from pendulum import Date

import bilateral_timeline as bt
from bilateral_timeline.testing import days, histories, timeline_of
from island import BODIES, ISLAND, FerryClosed, FerryOpened, Island, TariffSet

PAIR = ("VE", "OS")
ISLAND_OF_ANY: bt.Projection[int] = bt.Projection(initial=0, evolve=lambda n, _: n + 1)


def happened(id: str, when: str, known: str, what: Any, **more: Any) -> bt.Event:
    return bt.Event(id=id, when=when, known=known, what=what, **{"parties": PAIR, **more})


@pytest.fixture
def log() -> bt.EventLog:
    log = bt.EventLog((bt.Source(id="gazette", title="The Gazette", issued="2003"),))
    log.append(
        happened("north-opens", "2001-03-05", "2001-03-06", FerryOpened(harbour="north")),
        happened("south-opens", "2001-22", "2001-09-10", FerryOpened(harbour="south", boats=2)),
        happened("wool-tariff", "2002-01-01", "2001-11-20", TariffSet(goods="wool", percent=5)),
        happened("north-closes", "2002-05-01", "2002-07-15", FerryClosed(harbour="north")),
        happened(
            "salt-tariff", "2002-06-01", "2002-06-01", TariffSet(goods="salt", percent=2),
            parties=("VE", "far"),
        ),
    )  # fmt: skip
    log.correct("wool-tariff", known="2002-03-01", what=TariffSet(goods="wool", percent=7))
    log.retract("north-closes", known="2003-01-10", reason="only under repair")
    return log


@pytest.fixture
def timeline(log: bt.EventLog) -> bt.Timeline[Island]:
    return log.timeline(ISLAND)


def ids(events: tuple[bt.Event, ...]) -> list[str]:
    return [event.id for event in events]


def test_as_of_and_known_by_are_two_questions(timeline: bt.Timeline[Island]) -> None:
    assert timeline.as_of("2002-12-31").boats == {"north": 1, "south": 2}
    assert timeline.as_of("2002-12-31", known_by="2002-12-31").boats == {"south": 2}
    assert timeline.as_of("2002-06-30", known_by="then").boats == {"north": 1, "south": 2}


def test_a_change_fixed_in_advance_counts_from_its_day(timeline: bt.Timeline[Island]) -> None:
    assert timeline.as_of("2001-12-31", known_by="then").tariffs == {}
    assert timeline.as_of("2002-01-01", known_by="then").tariffs == {"wool": 5}
    assert timeline.as_of("2002-01-01", known_by="2002-03").tariffs == {"wool": 7}


def test_a_month_or_a_year_means_its_last_day(timeline: bt.Timeline[Island]) -> None:
    assert timeline.as_of("2001-03") == timeline.as_of("2001-03-31")
    assert timeline.as_of("2001") == timeline.as_of(Date(2001, 12, 31))


def test_modes_differ_while_a_date_is_open(timeline: bt.Timeline[Island]) -> None:
    assert timeline.as_of("2001-07-01").boats == {"north": 1}
    assert timeline.as_of("2001-07-01", mode="possible").boats == {"north": 1, "south": 2}
    assert ids(timeline.undecided("2001-07-01")) == ["south-opens"]
    assert ids(timeline.undecided("2001-07-01", known_by="then")) == []


def test_an_unknown_mode_is_refused(timeline: bt.Timeline[Island]) -> None:
    with pytest.raises(bt.InputError, match="found 'maybe'; expected 'certain' or 'possible'"):
        timeline.as_of("2002", mode="maybe")  # type: ignore[arg-type]


def test_project_folds_any_other_projection(timeline: bt.Timeline[Island]) -> None:
    count: bt.Projection[int] = bt.Projection(initial=0, evolve=lambda n, _: n + 1)
    assert timeline.project(count, as_of="2002-12-31") == 4


def test_events_are_cut_open_on_the_left(timeline: bt.Timeline[Island]) -> None:
    assert ids(timeline.events("2001-03-04", "2001-08-31")) == ["north-opens", "south-opens"]
    assert ids(timeline.events("2001-03-05", "2001-08-31")) == ["south-opens"]
    assert ids(timeline.events(after="2002-01-01")) == ["salt-tariff"]


def test_events_are_filtered_by_parties_and_kind(timeline: bt.Timeline[Island]) -> None:
    assert ids(timeline.events(parties=("far",))) == ["salt-tariff"]
    assert ids(timeline.events(kind="island-tariff-set")) == ["wool-tariff", "salt-tariff"]
    assert ids(timeline.events(kind=FerryOpened)) == ["north-opens", "south-opens"]


def test_a_kind_that_nobody_knows_is_refused_with_what_is_near(
    timeline: bt.Timeline[Island],
) -> None:
    with pytest.raises(bt.MissingError, match="near it: island-tariff-set"):
        timeline.events(kind="island-tarif-set")


def test_then_needs_a_day(timeline: bt.Timeline[Island]) -> None:
    with pytest.raises(bt.DateError, match="no `until` is given"):
        timeline.events(known_by="then")
    assert ids(timeline.events(until="2002-06-30", known_by="then")) == [
        "north-opens", "south-opens", "wool-tariff", "salt-tariff",
    ]  # fmt: skip


def test_event_gives_what_is_believed_and_history_everything(
    timeline: bt.Timeline[Island],
) -> None:
    tariff = timeline.event("wool-tariff")
    assert tariff is not None
    assert tariff.what.percent == 7
    early = timeline.event("wool-tariff", known_by="2002-02-28")
    assert early is not None
    assert early.what.percent == 5
    assert timeline.event("wool-tariff", known_by="2001-11-19") is None
    assert timeline.event("north-closes") is None
    assert [r.revision for r in timeline.history("north-closes")] == [0, 1]


def test_an_unknown_event_is_refused_with_what_is_near(timeline: bt.Timeline[Island]) -> None:
    for ask in (timeline.event, timeline.history, timeline.without):
        with pytest.raises(bt.MissingError, match="no event 'north-open'; near it: north-opens"):
            ask("north-open")


def test_changes_names_leaves_and_events(timeline: bt.Timeline[Island]) -> None:
    assert timeline.changes("2001-12-31", "2002-01-01") == (
        bt.Change("tariffs.wool", bt.Unknown, 7, ("wool-tariff",)),
        bt.Change("happened", 2, 3, ("wool-tariff",)),
        bt.Change("last", "south-opens", "wool-tariff", ("wool-tariff",)),
    )


def test_changes_then_sees_each_day_as_then_known(timeline: bt.Timeline[Island]) -> None:
    (change, *_) = timeline.changes("2002-02-28", "2002-03-01", known_by="then")
    assert change == bt.Change("tariffs.wool", 5, 7, ("wool-tariff",))


def test_the_earlier_day_goes_first(timeline: bt.Timeline[Island]) -> None:
    with pytest.raises(bt.DateError, match="expected the earlier day first; swap the two"):
        timeline.changes("2002-01-02", "2002-01-01")
    with pytest.raises(bt.DateError, match="the earlier day first"):
        timeline.learned("2002-01-02", "2002-01-01", as_of="2002")


def test_learned_names_an_event_no_longer_believed(timeline: bt.Timeline[Island]) -> None:
    found = timeline.learned("2002-12-31", "2003-01-31", as_of="2002-12-31")
    assert [(c.path, c.before, c.after, c.because) for c in found] == [
        ("boats.north", bt.Unknown, 1, ("north-closes",)),
        ("happened", 5, 4, ("north-closes",)),
    ]


def test_an_event_that_takes_a_leaf_away_is_named(timeline: bt.Timeline[Island]) -> None:
    found = timeline.changes("2002-04-30", "2002-05-01", known_by="2002-12-31")
    assert found[0] == bt.Change("boats.north", 1, bt.Unknown, ("north-closes",))


def test_a_difference_that_others_only_carry_on_names_them() -> None:
    first: bt.Projection[tuple[str, ...]] = bt.Projection(
        initial=(), evolve=lambda seen, e: (*seen, e.id) if len(seen) == 1 else (*seen, "")[:2]
    )
    early = happened("a", "2001-01-01", "2001-06-01", FerryClosed(harbour="north"))
    late = happened("b", "2001-02-01", "2001-02-01", FerryClosed(harbour="north"))
    timeline = timeline_of(first, [early, late])
    (change,) = timeline.learned("2001-03-01", "2001-06-01", as_of="2001-12-31")
    assert change.before == ("",)
    assert change.after == ("", "b")
    assert change.because == ("a",)


def test_explain_gives_the_steps_of_a_leaf_and_the_events_below_a_part(
    timeline: bt.Timeline[Island],
) -> None:
    leaf = timeline.explain("tariffs.wool", as_of="2002-12-31")
    assert (leaf.value, ids(leaf.set_by), leaf.supported_by) == (7, ["wool-tariff"], ())
    part = timeline.explain("boats", as_of="2002-12-31", known_by="2002-12-31")
    assert (part.value, ids(part.set_by)) == ({"south": 2}, ["south-opens"])
    whole = timeline.explain("happened", as_of="2001-12-31", mode="possible")
    assert ids(whole.set_by) == ["north-opens", "south-opens"]


def test_explain_of_what_no_event_has_set_is_the_value_of_the_beginning() -> None:
    found = bt.EventLog().timeline(ISLAND).explain("happened", as_of="2001")
    assert (found.value, found.set_by, found.next) == (0, (), None)


def test_explain_refuses_a_path_that_leads_nowhere(timeline: bt.Timeline[Island]) -> None:
    with pytest.raises(bt.MissingError, match=r"no path .tarifs\.wool.; near it: tariffs\.wool"):
        timeline.explain("tarifs.wool", as_of="2002")


def test_a_series_gives_a_value_at_the_end_of_each_period(timeline: bt.Timeline[Island]) -> None:
    found = timeline.series("tariffs.wool", every="quarter", after="2001-09-30", until="2002-03-31")
    assert found == ((Date(2001, 12, 31), bt.Unknown), (Date(2002, 3, 31), 7))
    then = timeline.series("tariffs.wool", after="2001-12-31", until="2002-03", known_by="then")
    assert [value for _, value in then] == [5, 5, 7]
    boats = timeline.series(
        lambda s: sum(s.boats.values()), every="year", after="2000", until="2002"
    )
    assert boats == ((Date(2001, 12, 31), 3), (Date(2002, 12, 31), 3))


@pytest.mark.parametrize(
    ("every", "expected"),
    [
        ("day", ["2001-12-29", "2001-12-30", "2001-12-31", "2002-01-01"]),
        ("week", ["2001-12-30"]),
        ("month", ["2001-12-31"]),
        ("quarter", ["2001-12-31"]),
        ("year", ["2001-12-31"]),
    ],
)
def test_periods_end_on_their_last_days(
    timeline: bt.Timeline[Island], every: Any, expected: list[str]
) -> None:
    found = timeline.series("happened", every=every, after="2001-12-28", until="2002-01-01")
    assert [day.isoformat() for day, _ in found] == expected


def test_a_series_refuses_a_period_and_a_path_that_are_not_there(
    timeline: bt.Timeline[Island],
) -> None:
    with pytest.raises(bt.InputError, match="found 'decade'; expected day, week, month"):
        timeline.series("happened", every="decade")  # type: ignore[arg-type]
    with pytest.raises(bt.MissingError, match=r"no path .tarifs\.wool."):
        timeline.series("tarifs.wool")


def test_without_bounds_a_series_needs_a_coverage() -> None:
    with pytest.raises(bt.InputError, match="expected `after` and `until`"):
        bt.EventLog().timeline(ISLAND).series("happened")


def test_without_bounds_a_series_runs_from_the_first_event_to_the_last_day_known(
    timeline: bt.Timeline[Island],
) -> None:
    found = timeline.series("happened", every="quarter")
    assert [str(day) for day, _ in found[:2]] == ["2001-03-31", "2001-06-30"]
    assert [str(day) for day, _ in found[-2:]] == ["2002-09-30", "2002-12-31"]
    first = timeline.series("happened", every="day", until="2001-03-06")
    assert [str(day) for day, _ in first] == ["2001-03-05", "2001-03-06"]


def test_what_if_leaves_the_old_timeline_untouched(timeline: bt.Timeline[Island]) -> None:
    without = timeline.without("south-opens", "north-opens")
    assert without.as_of("2002").boats == {}
    third = happened("east", "2001-04-01", "2001-04-01", FerryOpened(harbour="east"))
    assert timeline.with_events(third).as_of("2001-05").boats == {"north": 1, "east": 1}
    assert timeline.as_of("2001-05").boats == {"north": 1}


def test_a_timeline_without_the_last_that_was_known_ends_sooner(
    timeline: bt.Timeline[Island],
) -> None:
    assert timeline.without("north-closes").coverage.through == Date(2002, 6, 1)
    assert timeline.without("north-opens").coverage.through == Date(2003, 1, 10)
    late = happened("east", "2001-04-01", "2004-04-01", FerryOpened(harbour="east"))
    assert timeline.with_events(late).coverage.through == Date(2004, 4, 1)
    assert timeline.coverage.through == Date(2003, 1, 10)


def test_without_takes_ids_one_by_one(timeline: bt.Timeline[Island]) -> None:
    with pytest.raises(bt.InputError) as caught:
        timeline.without(["north-opens"])  # type: ignore[arg-type]
    assert str(caught.value) == (
        "without: found ['north-opens']; expected the id of an event; "
        "without(*ids) takes each on its own"
    )


def test_with_events_refuses_other_content(timeline: bt.Timeline[Island]) -> None:
    clash = happened("north-opens", "2001-03-05", "2001-03-06", FerryOpened(harbour="south"))
    with pytest.raises(bt.ConflictError, match="'north-opens', revision 0"):
        timeline.with_events(clash)


def test_compare_names_what_only_one_timeline_has(timeline: bt.Timeline[Island]) -> None:
    found = timeline.compare(timeline.without("wool-tariff"), as_of="2002-01-31")
    assert [(c.path, c.before, c.after, c.because) for c in found] == [
        ("tariffs.wool", 7, bt.Unknown, ("wool-tariff",)),
        ("happened", 3, 2, ("wool-tariff",)),
        ("last", "wool-tariff", "south-opens", ("wool-tariff",)),
    ]


def test_between_leaves_out_what_concerns_others(timeline: bt.Timeline[Island]) -> None:
    assert timeline.between("VE", "OS").as_of("2002").tariffs == {"wool": 7}
    assert timeline.between("VE", "far").as_of("2002").tariffs == {"salt": 2}
    assert ids(timeline.between("OS", "VE").events(after="2002-01-01")) == []


def test_between_only_leaves_out_where_others_take_part_too(log: bt.EventLog) -> None:
    log.append(
        happened(
            "treaty", "2002-02", "2002-03-01", FerryOpened(harbour="east"), parties=(*PAIR, "far")
        )
    )
    timeline = log.timeline(ISLAND)
    everyone, alone = timeline.between(*PAIR), timeline.between(*PAIR, only=True)
    assert ids(everyone.events(after="2002-01-01")) == ["treaty"]
    assert ids(alone.events()) == ["north-opens", "south-opens", "wool-tariff"]
    assert everyone.event("treaty") == timeline.event("treaty") != alone.event("treaty") is None
    assert alone.event("north-opens") == timeline.event("north-opens")


def test_between_is_of_two_parties(timeline: bt.Timeline[Island]) -> None:
    with pytest.raises(bt.InputError) as caught:
        timeline.between("VE", "VE")
    assert str(caught.value) == "between: found ('VE', 'VE'); expected two parties"


def test_a_kind_of_a_later_installation_may_be_asked_for(log: bt.EventLog) -> None:
    body = bt.UnknownBody("island-balloon-risen", 1, "{}")
    log.append(happened("balloon", "2001", "2002", body))
    timeline = log.timeline(ISLAND_OF_ANY)
    assert ids(timeline.events(kind="island-balloon-risen")) == ["balloon"]
    assert ids(timeline.events(kind="island-balloon-risen", until="2000")) == []


def test_a_correction_can_move_an_event_into_the_pair(log: bt.EventLog) -> None:
    log.correct("salt-tariff", known="2002-09-01", parties=PAIR)
    between = log.timeline(ISLAND).between(*PAIR)
    assert between.as_of("2002", known_by="2002-08-31").tariffs == {"wool": 7}
    assert between.as_of("2002").tariffs == {"wool": 7, "salt": 2}


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"after": "2002", "until": "2001"}, "expected the earlier day first"),
        ({"kind": int}, "expected the class of an event body, or a name"),
        ({"parties": "VE"}, "found 'VE'; expected a sequence of parties"),
        ({"parties": ("VX",)}, "no party 'VX'; known: OS, VE, far"),
    ],
)
def test_events_refuses_what_can_only_be_a_slip(
    timeline: bt.Timeline[Island], asked: Any, message: str
) -> None:
    with pytest.raises(bt.TimelineError, match=message):
        timeline.events(**asked)


def test_the_pair_holds_for_a_single_event_too(timeline: bt.Timeline[Island]) -> None:
    assert timeline.between("VE", "OS").event("salt-tariff") is None
    assert timeline.between("VE", "far").event("salt-tariff") == timeline.event("salt-tariff")


def test_explain_reaches_into_values_and_not_into_what_is_private() -> None:
    @attrs.frozen
    class Inner:
        v: int = 1
        _hidden: int = 2

    @attrs.frozen
    class Outer:
        inner: Inner = Inner()

    nested = bt.Projection(initial=Outer(), evolve=lambda state, _: state)
    timeline = timeline_of(nested, [happened("a", "2001", "2001", FerryClosed(harbour="x"))])
    assert timeline.explain("inner.v", as_of="2001").value == 1
    with pytest.raises(bt.MissingError, match=r"no path .inner\._hidden."):
        timeline.explain("inner._hidden", as_of="2001")


def test_explain_of_what_was_retracted_since_is_unknown(log: bt.EventLog) -> None:
    log.retract("salt-tariff", known="2003-02-01", reason="never signed")
    timeline = log.timeline(ISLAND)
    assert timeline.explain("tariffs.salt", as_of="2002").value is bt.Unknown
    assert timeline.learned("2003-01-31", "2003-02-01", as_of="2002")[0].path == "tariffs.salt"


def test_coverage_begins_with_what_is_believed(log: bt.EventLog) -> None:
    slip = happened("slip", "1024-05-01", "2002-01-01", FerryClosed(harbour="north"))
    log.append(slip)
    assert str(log.timeline(ISLAND).coverage.from_) == "1024-05-01"
    log.correct("slip", when="2001-05-01")
    assert str(log.timeline(ISLAND).coverage.from_) == "2001-03-05"


def test_check_reports_a_version_of_a_later_installation() -> None:
    body = bt.UnknownBody("island-ferry-closed", 2, '{"harbour": "north"}')
    (problem,) = timeline_of(ISLAND_OF_ANY, [happened("a", "2001", "2002", body)]).check()
    assert (problem.where, problem.found) == ("event 'a': version", "2")


def test_explain_of_what_comes_later_is_unknown(timeline: bt.Timeline[Island]) -> None:
    found = timeline.explain("tariffs.salt", as_of="2001")
    assert (found.value, found.set_by) == (bt.Unknown, ())


def test_coverage_runs_from_the_first_event_to_the_last_day_known(
    timeline: bt.Timeline[Island],
) -> None:
    coverage = timeline.coverage
    assert (coverage.from_, coverage.through) == (Date(2001, 3, 5), Date(2003, 1, 10))
    assert [source.id for source in coverage.sources] == ["gazette"]


@given(histories(BODIES), days())
def test_the_view_gets_the_day_and_the_horizon(records: Any, day: Date) -> None:
    seen: list[Any] = []

    def view(state: Island, moment: Any) -> Island:
        seen.append(moment)
        return state

    projection = bt.Projection(initial=Island(), evolve=ISLAND.evolve, view=view)
    timeline = timeline_of(projection, records)
    timeline.as_of(day, known_by="2001-06")
    through = timeline.coverage.through or Date(9999, 12, 31)
    assert seen[0].day == day
    assert seen[0].horizon == min(day, Date(2001, 6, 30), through)


def test_a_datetime_is_refused_with_the_reason(timeline: bt.Timeline[Island]) -> None:
    from datetime import datetime

    with pytest.raises(bt.DateError, match=r"days are whole: pass `\.date\(\)`"):
        timeline.as_of(datetime(2002, 1, 1, 12))


def test_a_work_alone_tells_nothing_of_what_is_left_out(log: bt.EventLog) -> None:
    early, late = (
        bt.Citation("gazette", known="2003-02-01"),
        bt.Citation("post", known="2003-05-01"),
    )
    log.append(
        happened(
            "east", "2003-01", "2003-02-01", FerryOpened(harbour="east"), sources=[early, late]
        ),
        happened("west", "2003-01", "2003-02-01", FerryOpened(harbour="west"), sources=[early]),
    )
    log.retract("west", known="2003-06-01", reason="no pier", sources=[late, early])
    timeline = log.timeline(ISLAND)
    assert ids(timeline.citing("gazette").events()) == ["east"]
    assert ids(timeline.citing("gazette").events(known_by="2003-05-31")) == ["east", "west"]
    (east,) = timeline.citing("post").events()
    assert (str(east.known), east.sources) == ("2003-05-01", (late,))
    assert timeline.citing("gazette").history("west")[-1].sources == (early,)
    without = timeline.without("east")
    assert ids(without.citing("gazette").events()) == []
    copied = pickle.loads(pickle.dumps(without))
    for one in (without, copied):
        with pytest.raises(bt.MissingError):
            one.history("east")


def test_a_citation_is_shown_from_the_day_on_which_it_was_public() -> None:
    early, late = (
        bt.Citation("gazette", known="2003-02-01"),
        bt.Citation("post", known="2003-05-01"),
    )
    what = FerryOpened(harbour="east")
    timeline = timeline_of(
        ISLAND,
        [happened("east", "2003-01", "2003-02-01", what, sources=[early, late])],
    )
    shown = [timeline.event("east", known_by=day) for day in ("2003-04-30", "2003-05-01")]
    assert [event and event.sources for event in shown] == [(early,), (early, late)]


def test_coverage_ends_with_the_last_day_whatever_the_order_of_arrival() -> None:
    events = [
        happened(f"e{day}", "2001", f"2002-01-{day:02}", FerryClosed(harbour="north"))
        for day in (3, 9, 5)
    ]
    assert timeline_of(ISLAND, events).coverage.through == Date(2002, 1, 9)


def test_the_question_is_the_same_whichever_timeline_it_is_asked_of(log: bt.EventLog) -> None:
    seen: list[Any] = []
    projection = bt.Projection(Island(), ISLAND.evolve, view=lambda _, moment: seen.append(moment))
    for _ in range(2):
        log.timeline(projection).as_of("2002")
        log.append(happened(f"e{log.position}", "2001", "2002", FerryClosed(harbour="north")))
    first, second = seen
    assert (first, hash(first)) == (second, hash(second))
    assert first.timeline is not second.timeline
    assert repr(first) == (
        "Moment(day=Date(2002, 12, 31), known_by=None, horizon=Date(2002, 12, 31), mode='certain')"
    )
