"""The geometry of the route line, and the drawings that it ends up in."""

import pytest
from django.template import Context, Template
from django.utils import translation

from tracker.web import route_geometry as geometry
from tracker.web.route import Route, RouteStop, StopStatus, Thumbnail
from workflows.vocabulary import Party

US, THEM, THIRD = Party.US, Party.THEM, Party.THIRD

ROUTE = Route(
    stops=(
        RouteStop(
            label="Liaison office Beijing",
            party=US,
            status=StopStatus.PASSED,
            days=2,
            since="3 Mar",
            documents=1,
        ),
        RouteStop(label="Ministry of Foreign Affairs", party=THEM, status=StopStatus.SKIPPED),
        RouteStop(
            label="Ministry of Public Security",
            party=THEM,
            status=StopStatus.HERE,
            days=74,
            since="29 Mar",
            note="14 days past the expectation",
        ),
        RouteStop(label="Liaison office Beijing", party=US, status=StopStatus.AHEAD),
    ),
    tone="overdue",
    description="With the Ministry of Public Security for 74 days.",
)


def draw(route: Route) -> str:
    return Template("{% load routeline %}{% route_line route %}").render(Context({"route": route}))


def thumbnail(parties: tuple[Party, ...], position: int) -> str:
    value = Thumbnail(parties=parties, position=position, tone="with-them", description="Second stop of four")
    return Template("{% load routeline %}{% route_thumbnail t %}").render(Context({"t": value}))


class TestPlaces:
    def test_each_stop_stands_in_the_middle_of_an_equal_share(self) -> None:
        assert geometry.centres(4) == [12.5, 37.5, 62.5, 87.5]

    def test_from_right_to_left_the_first_stop_is_the_rightmost(self) -> None:
        assert geometry.centres(4, mirrored=True) == [87.5, 62.5, 37.5, 12.5]

    def test_the_stops_of_a_shorter_part_stand_below_those_of_the_longest(self) -> None:
        assert geometry.centres(3, among=4) == [12.5, 37.5, 62.5]

    def test_borders_stand_wherever_the_party_changes(self) -> None:
        assert geometry.border_indexes((US, US, THEM, THIRD, THEM, US)) == [1, 2, 3, 4]
        assert geometry.border_indexes((US, US)) == []
        assert geometry.border_indexes(()) == []

    @pytest.mark.parametrize("count", range(1, 13))
    def test_stops_keep_their_smallest_pitch_at_the_width_that_they_need(self, count: int) -> None:
        width = geometry.width_needed(count)
        assert width is not None
        assert width * geometry.REM_PIXELS / count >= geometry.smallest_pitch(count)

    def test_more_stops_than_a_wide_screen_holds_always_stand_upright(self) -> None:
        assert geometry.width_needed(13) is None

    def test_a_thumbnail_uses_its_whole_width(self) -> None:
        assert geometry.thumbnail_centres(3, width=112, inset=7) == [7, 56, 105]
        assert geometry.thumbnail_centres(3, width=112, inset=7, mirrored=True) == [105, 56, 7]
        assert geometry.thumbnail_centres(1, width=112, inset=7) == [56]


class TestWrapping:
    def test_lines_are_even(self) -> None:
        width = geometry.text_width("Ministry of Foreign")
        assert geometry.wrap("Ministry of Foreign Affairs", width=width, lines=3) == (
            "Ministry of",
            "Foreign Affairs",
        )

    @pytest.mark.parametrize("count", [7, 9, 11])
    @pytest.mark.parametrize(
        "label",
        [
            "Ministério da Justiça (Departamento de Recuperação de Ativos e Cooperação Jurídica Internacional)",
            "Bundeskriminalamt Rechtshilfeangelegenheitenabteilung",
            "Міністерство внутрішніх справ України",
            "中华人民共和国公安部国际合作局联络处联络官办公室",
        ],
    )
    def test_no_line_is_wider_than_the_room_between_two_stops(self, count: int, label: str) -> None:
        width = geometry.label_width(count, pixels=geometry.LABEL_PIXELS)
        lines = geometry.wrap(label, width=width, lines=3)
        assert len(lines) <= 3
        assert all(geometry.text_width(line) <= width for line in lines)

    def test_what_does_not_fit_says_so(self) -> None:
        lines = geometry.wrap("one two three four five six seven", width=4, lines=2)
        assert len(lines) == 2
        assert lines[-1].endswith("…")

    def test_a_word_wider_than_a_line_is_hyphenated(self) -> None:
        assert geometry.wrap("Rechtshilfe", width=4, lines=3)[0].endswith("-")

    def test_nothing_stays_nothing(self) -> None:
        assert geometry.wrap("", width=10, lines=3) == ()

    def test_accents_take_no_room_and_ideographs_a_whole_em(self) -> None:
        assert geometry.text_width("e\u0301") == geometry.text_width("e")
        assert geometry.text_width("公安") == 2


class TestLine:
    def test_is_a_picture_with_its_whole_meaning_as_text(self) -> None:
        drawn = draw(ROUTE)
        assert 'role="img"' in drawn
        assert ROUTE.description in drawn
        assert "Liaison office Beijing, ours, from 3 Mar, 2 days, 1 document." in drawn
        assert "Ministry of Foreign Affairs, theirs, passed over." in drawn
        assert (
            "Ministry of Public Security, theirs, from 29 Mar, 74 days here, 14 days past the expectation."
            in drawn
        )
        assert "Liaison office Beijing, ours, still ahead." in drawn

    def test_marks_the_holder_in_its_tone_and_as_the_current_step(self) -> None:
        drawn = draw(ROUTE)
        assert 'class="is-here tone-overdue"' in drawn
        assert drawn.count('aria-current="step"') == 1

    def test_needs_no_inline_style_or_script(self) -> None:
        drawn = draw(ROUTE)
        assert "style=" not in drawn
        assert "<script" not in drawn

    def test_names_both_sides_of_a_border(self) -> None:
        drawn = draw(ROUTE)
        assert drawn.count(">ours</text>") == 2
        assert drawn.count(">theirs</text>") == 2

    def test_names_each_side_once_between_two_close_borders(self) -> None:
        stops = tuple(
            RouteStop(label=f"Stop {index}", party=party, status=StopStatus.AHEAD)
            for index, party in enumerate((US, THIRD, THEM))
        )
        drawn = draw(Route(stops=stops, tone="draft", description="Not sent."))
        assert drawn.count(">third</text>") == 1

    def test_starts_at_the_right_where_the_language_does(self) -> None:
        with translation.override("ar"):
            drawn = draw(ROUTE)
        assert '<line class="route-done" x1="87.500%" x2="37.500%"' in drawn

    def test_long_routes_have_only_the_upright_form(self) -> None:
        stops = tuple(RouteStop(label=str(n), party=US, status=StopStatus.AHEAD) for n in range(14))
        drawn = draw(Route(stops=stops, tone="draft", description="Not sent."))
        assert "route-svg" not in drawn
        assert drawn.count("<li") == 14

    def test_without_stops_there_is_no_line(self) -> None:
        assert draw(Route(stops=(), tone="draft", description="No route yet.")).strip() == ""

    def test_escapes_what_others_wrote(self) -> None:
        stop = RouteStop(label="<script>alert(1)</script>", party=US, status=StopStatus.HERE, days=0)
        assert "<script" not in draw(Route(stops=(stop,), tone="with-us", description='"><script>'))


class TestThumbnail:
    def test_shows_what_is_behind_and_ahead(self) -> None:
        drawn = thumbnail((US, US, THEM, US), 1)
        assert drawn.count('class="is-passed"') == 1
        assert drawn.count('class="is-here"') == 1
        assert drawn.count('class="is-ahead"') == 2
        assert drawn.count("route-border") == 2

    def test_says_what_it_shows(self) -> None:
        assert "<title>Second stop of four</title>" in thumbnail((US, THEM), 1)

    def test_before_the_first_holder_nothing_has_been_passed(self) -> None:
        drawn = thumbnail((US, THEM), -1)
        assert "is-here" not in drawn
        assert drawn.count('class="is-ahead"') == 2

    def test_without_stops_there_is_nothing(self) -> None:
        assert thumbnail((), -1).strip() == ""
