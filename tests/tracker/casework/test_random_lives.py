"""Whatever is done to a request, in whatever order: the rows are what its history amounts to, and the log holds."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.strategies.lives import Life
from tests.tracker.casework.post import Post
from tracker.casework.models import AssistanceRequest
from tracker.casework.services import log
from workflows import registry
from workflows.vocabulary import Direction

LIVES = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
STEPS = 12

WAYS = [
    (key, direction) for key, channel in registry.CHANNELS.items() for direction in sorted(channel.directions)
]


@pytest.mark.django_db
@LIVES
@given(way=st.sampled_from(WAYS), seed=st.integers(0, 10_000))
def test_the_rows_equal_a_replay_after_every_step(post: Post, way: tuple[str, Direction], seed: int) -> None:
    life = Life(post, *way, seed)
    for _ in range(STEPS):
        life.step()
        call_command("check_projections", life.row.reference, verbosity=0)
    assert not list(log.verify(AssistanceRequest.objects.get(pk=life.row.pk)))
