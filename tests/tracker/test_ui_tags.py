"""The small words and marks of every page."""

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

import pytest
from django.template import Context, Template
from django.utils import translation

from tracker.templatetags import ui
from tracker.words import distance
from workflows.messages import Message, counted, message

TODAY = dt.date(2026, 3, 7)
THURSDAY = dt.date(2026, 3, 12)


@dataclass(frozen=True)
class Jurisdiction:
    name: str
    code: str


def render(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


class TestDates:
    def test_the_tag_counts_from_the_today_of_the_page(self) -> None:
        assert render("{% nice_date day %}", day=THURSDAY, today=TODAY) == (
            '<time datetime="2026-03-12" title="Thursday, 12 March 2026, in 5 days">12 Mar 2026</time>'
        )

    def test_the_filter_takes_today_as_its_argument(self) -> None:
        assert "in 5 days" in render("{{ day|nice_date:today }}", day=THURSDAY, today=TODAY)

    def test_without_today_there_is_no_distance(self) -> None:
        assert render("{{ day|nice_date }}", day=THURSDAY) == (
            '<time datetime="2026-03-12" title="Thursday, 12 March 2026">12 Mar 2026</time>'
        )
        assert 'title="Thursday, 12 March 2026"' in render("{% nice_date day %}", day=THURSDAY)

    def test_a_moment_keeps_its_time_for_programs(self) -> None:
        moment = dt.datetime(2026, 3, 12, 9, 5, tzinfo=dt.UTC)
        assert 'datetime="2026-03-12T09:05:00+00:00"' in render("{{ moment|nice_date }}", moment=moment)

    def test_no_date_is_nothing(self) -> None:
        assert render("{% nice_date day %}", day=None) == ""

    @pytest.mark.parametrize(
        ("days", "words"),
        [(0, "today"), (1, "in 1 day"), (5, "in 5 days"), (-1, "1 day ago"), (-14, "14 days ago")],
    )
    def test_distances(self, days: int, words: str) -> None:
        assert distance(TODAY + dt.timedelta(days=days), today=TODAY) == words


class TestMarks:
    def test_an_icon_is_decoration(self) -> None:
        icon = render("{% icon 'plus' %}")
        assert 'aria-hidden="true"' in icon
        assert "icons.svg#plus" in icon

    def test_an_icon_that_speaks_has_a_name(self) -> None:
        icon = render("{% icon 'lock' 'Only for supervisors' %}")
        assert 'role="img" aria-label="Only for supervisors"' in icon
        assert "aria-hidden" not in icon

    def test_icons_of_direction_are_mirrored(self) -> None:
        assert "icon-mirrors" in render("{% icon 'chevron-right' %}")
        assert "icon-mirrors" not in render("{% icon 'plus' %}")

    def test_a_tone_is_never_without_its_word(self) -> None:
        assert render("{% tone_mark 'overdue' 'overdue by 14 days' %}") == (
            '<span class="tone tone-overdue">overdue by 14 days</span>'
        )

    def test_labels_are_escaped(self) -> None:
        assert "<b>" not in render("{% tone_mark 'draft' label %}", label="<b>")

    def test_a_country_has_its_code(self) -> None:
        assert render("{{ it|country }}", it=Jurisdiction("Côte d'Ivoire", "CI")) == (
            '<span>Côte d&#x27;Ivoire\u00a0<span class="iso">CI</span></span>'
        )

    def test_a_body_without_code_has_only_its_name(self) -> None:
        assert render("{{ it|country }}", it=Jurisdiction("Task force", "")) == "Task force"
        assert render("{{ it|country }}", it=None) == ""


class TestWords:
    def test_fills_in_what_a_message_carries(self) -> None:
        sentence = message(
            "%(reason)s on %(day)s at %(moment)s, %(count)s times",
            reason=message("Returned"),
            day=THURSDAY,
            moment=dt.datetime(2026, 3, 12, 9, 5, tzinfo=dt.UTC),
            count=2,
        )
        assert ui.words(sentence) == "Returned on 12 Mar 2026 at 12 Mar 2026, 09:05, 2 times"

    def test_speaks_the_readers_language(self) -> None:
        with translation.override("fr"):
            assert ui.words(message("Yes")) == "Oui"

    def test_counts_as_the_readers_language_counts(self) -> None:
        one, many = (
            "%(count)s %(name)s was changed successfully.",
            "%(count)s %(name)s were changed successfully.",
        )
        none, two = (counted(one, many, count=count, name="date") for count in (0, 2))
        assert ui.words(none) == "0 date were changed successfully."
        with translation.override("fr"):
            assert (ui.words(none), ui.words(two)) == (
                "0 objet date a été modifié avec succès.",
                "2 objets date ont été modifiés avec succès.",
            )

    def test_plain_words_pass(self) -> None:
        assert render("{{ it|words }}", it="as they are") == "as they are"

    def test_a_percent_sign_without_parameters_is_left_alone(self) -> None:
        assert ui.words(Message("20 % answered")) == "20 % answered"

    def test_an_empty_message_is_empty(self) -> None:
        assert ui.words(Message("")) == ""

    def test_what_others_wrote_is_escaped(self) -> None:
        assert "<b>" not in render("{{ it|words }}", it=message("%(x)s", x="<b>"))


class TestShares:
    def test_a_share_is_written_the_same_in_every_language(self) -> None:
        with translation.override("de"):
            assert render("{% share 1 3 %}") == "33.33%"

    def test_of_nothing_there_is_no_share(self) -> None:
        assert ui.share(1, 0) == "0%"

    @pytest.mark.parametrize(
        ("value", "step"),
        [(0, ""), (1, "heat-1"), (2, "heat-2"), (4, "heat-4"), (5, "heat-5"), (8, "heat-6"), (9, "heat-6")],
    )
    def test_heat_has_six_steps(self, value: int, step: str) -> None:
        assert ui.heat(value, 9) == step

    def test_one_huge_cell_leaves_the_others_apart(self) -> None:
        assert [ui.heat(value, 5_000) for value in (1, 5, 20, 100, 500, 5_000)] == [
            f"heat-{step}" for step in range(1, 7)
        ]

    @pytest.mark.parametrize("largest", [1, 2, 3, 9, 64, 729, 999_999, 15_625_000_000])
    def test_the_legend_says_of_each_number_which_step_it_has(self, largest: int) -> None:
        starts = ui.heat_starts(largest)
        assert starts == tuple(sorted(starts))
        assert (starts[0], ui.heat(1, 1), ui.heat(largest, largest)) == (1, "heat-6", "heat-6")
        legend = ui.heat_legend(largest)
        ends = [tuple(int(end.replace(",", "")) for end in words.split("\u2013")) for _step, words in legend]
        assert (ends[0][0], ends[-1][-1]) == (1, largest)
        assert all(after[0] == before[-1] + 1 for before, after in pairwise(ends))
        assert all(
            ui.heat(end, largest) == step
            for (step, _w), both in zip(legend, ends, strict=True)
            for end in both
        )

    def test_without_a_largest_value_nothing_is_hot(self) -> None:
        assert (ui.heat(3, 0), ui.heat_legend(0)) == ("", [])


def test_a_number_of_things_is_read_with_its_thousands_apart() -> None:
    assert render("{{ number|count }} {{ nothing|count }}", number=1234567, nothing=0) == "1,234,567 0"
