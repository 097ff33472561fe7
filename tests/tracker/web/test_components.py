"""The parts of pages that carry a duty: errors are said and tied to their field, refusals give their reasons."""

from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string

from workflows.messages import message


class Enquiry(forms.Form):
    title = forms.CharField(label="Title", help_text="One line.")
    urgency = forms.ChoiceField(
        label="Urgency", choices=[("normal", "Normal"), ("urgent", "Urgent")], widget=forms.RadioSelect
    )
    approved = forms.BooleanField(label="Approved")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    version = forms.IntegerField(widget=forms.HiddenInput)


@pytest.fixture
def refused() -> Enquiry:
    form = Enquiry({"note": "typed <b>before</b>"})
    form.is_valid()
    return form


def page(form: forms.Form) -> str:
    return Template("{% load crispy_forms_tags %}{{ form|crispy }}").render(Context({"form": form}))


def test_the_summary_lists_every_error_and_leads_to_its_field(refused: Enquiry) -> None:
    summary = render_to_string("components/_error_summary.html", {"form": refused})
    assert 'tabindex="-1"' in summary
    assert '<a href="#id_title">Title</a>: This field is required.' in summary
    assert '<a href="#id_urgency_0">Urgency</a>: This field is required.' in summary
    assert summary.count("This field is required.") == 4


def test_the_summary_gives_the_reasons_of_a_refusal_in_words() -> None:
    reasons = [message("%(count)s items are still open.", count=2)]
    summary = render_to_string("components/_error_summary.html", {"form": Enquiry(), "reasons": reasons})
    assert "2 items are still open." in summary
    assert "Everything that you typed is still here." in summary


def test_where_nothing_is_kept_nothing_is_promised(refused: Enquiry) -> None:
    context = {"form": refused, "nothing_kept": True}
    assert "still here" not in render_to_string("components/_error_summary.html", context)


def test_without_errors_there_is_no_summary() -> None:
    assert render_to_string("components/_error_summary.html", {"form": Enquiry()}).strip() == ""


def test_help_and_error_are_tied_to_their_field(refused: Enquiry) -> None:
    field = render_to_string("components/_field.html", {"field": refused["title"]})
    assert 'aria-describedby="id_title_helptext id_title_error"' in field
    assert 'id="id_title_helptext"' in field
    assert 'id="id_title_error"' in field


def test_choices_are_a_group_with_a_legend_and_no_id_twice(refused: Enquiry) -> None:
    field = render_to_string("components/_field.html", {"field": refused["urgency"]})
    assert "<legend>Urgency</legend>" in field
    assert field.count('id="id_urgency"') == 1


def test_what_is_optional_says_so_and_keeps_what_was_typed(refused: Enquiry) -> None:
    field = render_to_string("components/_field.html", {"field": refused["note"]})
    assert "(optional)" in field
    assert "typed &lt;b&gt;before&lt;/b&gt;" in field


def test_crispy_draws_the_same_fields(refused: Enquiry) -> None:
    drawn = page(refused)
    assert 'id="id_title_error"' in drawn
    assert "data-error-summary" in drawn
    assert drawn.count('name="version"') == 1


def test_a_forbidden_action_shows_all_its_reasons_and_no_link() -> None:
    action = SimpleNamespace(
        label=message("Close"),
        allowed=False,
        url="/close",
        reasons=[message("Two items are still open."), message("Nobody approves their own.")],
    )
    drawn = render_to_string("components/_action.html", {"action": action})
    assert "is-forbidden" in drawn
    assert "Two items are still open." in drawn
    assert "Nobody approves their own." in drawn
    assert "/close" not in drawn


def test_an_allowed_action_is_a_link() -> None:
    action = SimpleNamespace(label=message("Close"), allowed=True, url="/close", note="", reasons=[])
    assert 'href="/close"' in render_to_string("components/_action.html", {"action": action})


def test_a_matrix_links_only_what_there_is() -> None:
    cells = [SimpleNamespace(value=9, url="/nine"), SimpleNamespace(value=0, url="/none")]
    rows = [SimpleNamespace(label="China", cells=cells)]
    drawn = render_to_string(
        "components/_matrix.html", {"caption": "Where", "columns": ["a", "b"], "rows": rows, "largest": 9}
    )
    assert '<td class="heat-6"><a href="/nine">9</a></td>' in drawn
    assert "/none" not in drawn


def test_a_code_stands_beside_a_name_only_where_it_says_more() -> None:
    named = Template("{% load ui %}{{ place|country }}{{ place|code_beside }}")
    china = named.render(Context({"place": SimpleNamespace(name="China", code="CN")}))
    assert china.count('<span class="iso">CN</span>') == 2
    assert named.render(Context({"place": SimpleNamespace(name="Europol", code="EUROPOL")})) == "Europol"
