"""Words that the edges translate, printed, stored and read back."""

from datetime import UTC, date, datetime

from workflows.messages import as_data, from_data, message


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
