"""The line of a process, drawn from dates."""

from datetime import UTC, date, datetime, timedelta, timezone

from consultations.rules.line import Mark, Milestone, Step, draw

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)

PROPOSALS = Step("214 propositions", AT - 80 * DAY, AT - 50 * DAY, "/p/", "en septembre")
VOTE = Step("Vote", AT - DAY, AT + 12 * DAY, "/v/")
COUNCIL = Milestone("Conseil municipal", "délibération le 17 décembre", date(2026, 12, 17))
WORKS = Milestone("Travaux", "à partir de mars 2027")


def test_activities_and_milestones_are_told_in_the_order_of_time() -> None:
    assert draw([VOTE, PROPOSALS], [WORKS, COUNCIL], AT) == [
        Mark("214 propositions", "en septembre", "done", "/p/"),
        Mark("Vote", "", "now", "/v/"),
        Mark("Conseil municipal", "délibération le 17 décembre", "next"),
        Mark("Travaux", "à partir de mars 2027", "next"),
    ]


def test_an_activity_closes_at_its_instant_and_not_a_second_later() -> None:
    step = Step("Vote", AT - DAY, AT)
    assert [mark.state for mark in draw([step], [], AT - timedelta(microseconds=1))] == ["now"]
    assert [mark.state for mark in draw([step], [], AT)] == ["done"]


def test_a_milestone_is_now_on_its_own_day() -> None:
    states = {day: draw([], [Milestone("Conseil", "", date(2026, 11, day))], AT)[0].state for day in (22, 23, 24)}
    assert states == {22: "done", 23: "now", 24: "next"}


def test_days_are_those_of_the_place_not_of_greenwich() -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=timezone(timedelta(hours=4)))  # La Réunion; still the 23rd there
    opening = Step("Vote", datetime(2026, 11, 23, 19, 0, tzinfo=UTC), None)
    marks = draw([opening], [Milestone("Réunion publique", "", date(2026, 11, 23))], late)
    assert [mark.label for mark in marks] == ["Vote", "Réunion publique"]


def test_what_has_no_date_keeps_the_order_it_was_given() -> None:
    marks = draw([Step("Atelier", None, None)], [Milestone("Études", ""), Milestone("Travaux", "")], AT)
    assert [(mark.label, mark.state) for mark in marks] == [
        ("Atelier", "next"),
        ("Études", "next"),
        ("Travaux", "next"),
    ]
