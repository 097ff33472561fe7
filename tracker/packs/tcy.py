"""What the Cybercrime Convention Committee of the Council of Europe asks: its questionnaire of 2013 on assistance."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from tracker.packs.base import MADE, RECEIVED, SPONTANEOUS, YEARS, NotRecorded, Pack, Section, Taken, each_way

NETWORK: Final = {"channel": "network_24_7"}

PACK: Final = Pack(
    slug="t-cy",
    title=_("T-CY: mutual assistance under the Budapest Convention"),
    summary=_(
        "Frequency, channels, time needed, preservation and the 24/7 network, after the questionnaire T-CY(2013)04 of"
        " the Cybercrime Convention Committee."
    ),
    sections=(
        Section(
            key="frequency",
            source=_("T-CY(2013)04: frequency of requests"),
            asked=_("How many requests are sent and received, and with whom?"),
            parts=(
                *each_way(
                    "flow",
                    "rows",
                    {"by": "jurisdiction", **YEARS},
                    made=_("Requests sent, by jurisdiction"),
                    received=_("Requests received, by jurisdiction"),
                ),
            ),
        ),
        Section(
            key="types",
            source=_("T-CY(2013)04: types of data requested"),
            asked=_("Which data are asked for, subscriber, traffic or content, and are they given?"),
            parts=(
                *each_way(
                    "types-of-data",
                    "types",
                    {"by": "jurisdiction"},
                    made=_("Requests sent, by type of data"),
                    received=_("Requests received, by type of data"),
                    keeps_order=True,
                ),
                *each_way(
                    "types-of-data",
                    "assistance",
                    {"by": "jurisdiction"},
                    made=_("Requests sent, by kind of assistance"),
                    received=_("Requests received, by kind of assistance"),
                ),
            ),
        ),
        Section(
            key="channels",
            source=_("T-CY(2013)04: mutual legal assistance and police co-operation"),
            asked=_("Which channels are used, formal and informal, and what comes of it?"),
            parts=(
                *each_way(
                    "response-rate",
                    "rows",
                    {"by": "channel"},
                    made=_("Requests sent and answered so far, by channel"),
                    received=_("Requests received and answered so far, by channel"),
                ),
                Taken(
                    report="channel-comparison",
                    table="channels",
                    title=_("Channels compared, of the requests sent"),
                    ask=MADE,
                ),
            ),
        ),
        Section(
            key="spontaneous",
            source=_("T-CY(2013)04: spontaneous information; Convention, Article 26"),
            asked=_("How often is information given that nobody had asked for?"),
            parts=(
                *each_way(
                    "flow",
                    "rows",
                    {"by": "jurisdiction", **SPONTANEOUS, **YEARS},
                    made=_("Spontaneous information sent, by jurisdiction"),
                    received=_("Spontaneous information received, by jurisdiction"),
                ),
            ),
        ),
        Section(
            key="requirements",
            source=_("T-CY(2013)04: requirements and language"),
            asked=_("What makes requests come back, and in which languages are they sent?"),
            parts=(
                Taken(
                    report="where-time-goes",
                    table="returns",
                    title=_("Requests sent that came back as deficient, by unit"),
                    ask=MADE,
                ),
                Taken(
                    report="where-time-goes",
                    table="questions",
                    title=_("Further information that was asked for about requests sent"),
                    ask=MADE,
                    keeps_order=True,
                ),
                NotRecorded(
                    title=_("Languages"),
                    reason=_(
                        "the language of each request is recorded in free words, which cannot be counted."
                    ),
                ),
            ),
        ),
        Section(
            key="refusals",
            source=_("T-CY(2013)04: grounds for refusal"),
            asked=_("On which grounds is assistance refused or postponed, and which article allows it?"),
            parts=(
                Taken(
                    report="refusals",
                    table="grounds_outgoing",
                    title=_("Requests sent that were refused, by ground"),
                    ask={"by": "channel", **MADE},
                ),
                Taken(
                    report="refusals",
                    table="grounds_incoming",
                    title=_("Requests received that were refused, by ground"),
                    ask={"by": "channel", **RECEIVED},
                ),
                Taken(
                    report="refusals",
                    table="postponed_outgoing",
                    title=_("Requests sent that were postponed, by ground"),
                    ask={"by": "channel", **MADE},
                ),
                Taken(
                    report="refusals",
                    table="postponed_incoming",
                    title=_("Requests received that were postponed, by ground"),
                    ask={"by": "channel", **RECEIVED},
                ),
                *each_way(
                    "refusals",
                    "articles",
                    {"by": "channel"},
                    made=_("Grounds and articles, of requests sent"),
                    received=_("Grounds and articles, of requests received"),
                ),
            ),
        ),
        Section(
            key="time",
            source=_("T-CY(2013)04: time needed"),
            asked=_("How long does it take until a request is answered?"),
            parts=(
                *each_way(
                    "time-to-answer",
                    "rows",
                    {"by": "channel"},
                    made=_("Time to answer requests sent, by channel"),
                    received=_("Time to answer requests received, by channel"),
                ),
                *each_way(
                    "time-to-answer",
                    "rows",
                    {"by": "channel", "clock": "acknowledgement"},
                    made=_("Time to acknowledge requests sent, by channel"),
                    received=_("Time to acknowledge requests received, by channel"),
                ),
                Taken(
                    report="time-to-answer",
                    table="rows",
                    title=_("Time to the full execution of requests received, by channel"),
                    ask={"by": "channel", "clock": "execution", **RECEIVED},
                ),
            ),
        ),
        Section(
            key="network",
            source=_(
                "T-CY(2013)04: role of the 24/7 points of contact; Convention, Article 35; Council of Europe, The"
                " functioning of 24/7 points of contact (2009), 3.1 to 3.3"
            ),
            asked=_(
                "What is asked through the 24/7 network, how soon is it acted on, and does a request for mutual"
                " assistance follow?"
            ),
            parts=(
                Taken(
                    report="network-24-7",
                    table="requests_outgoing",
                    title=_("Sent through the 24/7 network, by kind of assistance"),
                    ask={"by": "item_type", **MADE},
                    within=NETWORK,
                    keeps_order=True,
                ),
                Taken(
                    report="network-24-7",
                    table="requests_incoming",
                    title=_("Received through the 24/7 network, by kind of assistance"),
                    ask={"by": "item_type", **RECEIVED},
                    within=NETWORK,
                    keeps_order=True,
                ),
                *each_way(
                    "response-rate",
                    "rows",
                    {"by": "jurisdiction", **NETWORK},
                    made=_("Sent through the 24/7 network, by jurisdiction"),
                    received=_("Received through the 24/7 network, by jurisdiction"),
                ),
            ),
        ),
        Section(
            key="preservation",
            source=_("Convention, Articles 16 and 29 to 31"),
            asked=_("Are preserved data asked for before they may be lost?"),
            parts=(
                *each_way(
                    "preservation-gaps",
                    "coverage",
                    {"by": "jurisdiction"},
                    made=_(
                        "Data preserved at our request, and production asked for in time, by jurisdiction"
                    ),
                    received=_("Data preserved by us, and production asked for in time, by jurisdiction"),
                ),
                Taken(
                    report="preservation-gaps",
                    table="gaps",
                    title=_("Days without preservation, by jurisdiction"),
                    ask={"by": "jurisdiction", **MADE},
                ),
            ),
        ),
    ),
)
