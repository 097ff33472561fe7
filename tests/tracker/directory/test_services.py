"""Reference data is written by natural key, checked whole, and logged."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from tests import factories
from tests.tracker.directory.rows import RECORDED_AT, SOURCED, status
from tracker.directory import services
from tracker.directory.models import ChangeKind, DirectoryChange, Jurisdiction
from tracker.directory.services import Saved

pytestmark = pytest.mark.django_db


def save(code: str, **columns: object) -> Saved[Jurisdiction]:
    values = {"name": "Türkiye", "kind": "state", **SOURCED, **columns}
    return services.save_jurisdiction(code, by=None, recorded_at=RECORDED_AT, **values)


def test_a_row_is_added_changed_or_left_alone_and_the_log_says_who() -> None:
    user = factories.user()
    columns = {"name": "Türkiye", "kind": "state", **SOURCED}
    added = services.save_jurisdiction("TR", by=user, recorded_at=RECORDED_AT, **columns)
    again = services.save_jurisdiction("TR", by=user, recorded_at=RECORDED_AT, **columns)
    changed = save("TR", region="Asia")
    assert [row.change for row in (added, again, changed)] == ["added", "unchanged", "changed"]
    assert changed.fields == ("region",)
    log = list(DirectoryChange.objects.order_by("id").values_list("model", "key", "kind", "by_id"))
    assert log == [
        ("jurisdiction", "Türkiye", "added", user.pk),
        ("jurisdiction", "Türkiye", "changed", None),
    ]
    assert str(DirectoryChange.objects.first()) == "jurisdiction Türkiye changed"


def test_columns_not_named_keep_their_value() -> None:
    save("TR", region="Asia")
    services.save_jurisdiction("TR", by=None, recorded_at=RECORDED_AT, languages="tr")
    row = Jurisdiction.objects.get(code="TR")
    assert (row.region, row.languages, row.search_name) == ("Asia", "tr", "turkiye")


def test_a_row_that_cannot_be_is_refused_in_words() -> None:
    with pytest.raises(ValidationError) as refusal:
        save("no codes with spaces", time_zone="Mars/Olympus", kind="planet")
    assert set(refusal.value.message_dict) == {"time_zone", "kind", "code"}
    assert not Jurisdiction.objects.exists()


def test_signs_that_nobody_sees_are_refused_where_they_are_new() -> None:
    with pytest.raises(ValidationError) as refusal:
        save("TR", name="Tür\x1fkiye", note="Lines\nstay")
    assert set(refusal.value.message_dict) == {"name"}
    row = save("TR", note="Lines\nand\ttabs stay").row
    Jurisdiction.objects.filter(pk=row.pk).update(languages="t\x0br")
    assert save("TR", region="Asia", languages="t\x0br").fields == ("region",)


def test_a_constraint_answers_in_its_own_words() -> None:
    save("TR", iso3="TUR")
    with pytest.raises(ValidationError, match="alpha-3"):
        save("XX", iso3="TUR", name="Other")


def test_nothing_is_a_part_of_itself() -> None:
    whole = save("GB", name="United Kingdom").row
    part = save("JE", name="Jersey", parent=whole).row
    with pytest.raises(ValidationError, match="part of itself"):
        save("GB", name="United Kingdom", parent=part)


def test_steps_in_the_wrong_order_are_refused_with_both_dates() -> None:
    with pytest.raises(ValidationError, match="2009-01-01 lies before 2010-01-01"):
        status("EE", deposited_on=date(2010, 1, 1), in_force_on=date(2009, 1, 1))


def test_authorities_are_found_by_name_and_code() -> None:
    saved = services.save_authority(
        "tr-moj",
        name="Adalet Bakanlığı",
        kind="justice_ministry",
        by=None,
        recorded_at=RECORDED_AT,
        **SOURCED,
    )
    assert saved.row.search_name == "adalet bakanlıgı tr-moj"
    assert saved.change == ChangeKind.ADDED
