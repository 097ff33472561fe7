"""Words that the edges translate, printed, stored and read back."""

from datetime import UTC, date, datetime

from workflows.messages import as_data, counted, from_data, message


def test_a_message_is_stored_and_read_back_with_every_kind_of_parameter() -> None:
    words = message(
        "%(count)s of %(what)s on %(day)s at %(moment)s in %(zone)s",
        count=2,
        what=message("%(n)s items", n=3),
        day=date(2024, 1, 2),
        moment=datetime(2024, 1, 2, 3, tzinfo=UTC),
        zone="UTC",
    )
    assert from_data(as_data(words)) == words


def test_a_counted_message_keeps_both_its_forms() -> None:
    one, many = (
        counted("%(count)s day of %(of)s", "%(count)s days of %(of)s", count=n, of=3) for n in (1, 2)
    )
    assert (str(one), str(many)) == ("1 day of 3", "2 days of 3")
    assert [from_data(as_data(words)) for words in (one, many)] == [one, many]


def test_what_was_stored_before_there_were_forms_is_read_as_it_was() -> None:
    words = from_data({"msgid": "%(count)s %(unit)s", "params": {"count": 1, "unit": "weeks"}})
    assert str(words) == "1 weeks"
