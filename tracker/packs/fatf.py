"""What assessors of the Financial Action Task Force ask of mutual legal assistance: Recommendation 33, Outcome 2."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from tracker.packs.base import MADE, RECEIVED, SPONTANEOUS, YEARS, NotRecorded, Pack, Section, Taken, each_way

PACK: Final = Pack(
    slug="fatf",
    title=_("FATF: Recommendation 33 and Immediate Outcome 2"),
    summary=_(
        "Requests made and received, granted and refused, and how long answers take, for the assessors of the Financial"
        " Action Task Force."
    ),
    sections=(
        Section(
            key="volume",
            source=_("Recommendation 33; Immediate Outcome 2, core issues 2.1 and 2.2"),
            asked=_(
                "How many requests for mutual legal assistance were made and received, and what is pending?"
            ),
            parts=(
                *each_way(
                    "flow",
                    "rows",
                    {"by": "jurisdiction", **YEARS},
                    made=_("Requests made, by jurisdiction"),
                    received=_("Requests received, by jurisdiction"),
                ),
                *each_way(
                    "flow",
                    "rows",
                    {"by": "office", **YEARS},
                    made=_("Requests made, by office"),
                    received=_("Requests received, by office"),
                ),
                NotRecorded(
                    title=_("Extradition"), reason=_("the register does not hold requests for extradition.")
                ),
            ),
        ),
        Section(
            key="outcomes",
            source=_("Recommendation 33; Immediate Outcome 2, core issues 2.1 and 2.2"),
            asked=_("What was granted, in full or in part, and what was refused, on which grounds?"),
            parts=(
                Taken(
                    report="country-matrix",
                    table="made",
                    title=_("What came of the requests made in the period, by jurisdiction"),
                    ask={"by": "jurisdiction"},
                    within=MADE,
                ),
                Taken(
                    report="country-matrix",
                    table="received",
                    title=_("What came of the requests received in the period, by jurisdiction"),
                    ask={"by": "jurisdiction"},
                    within=RECEIVED,
                ),
                *each_way(
                    "flow",
                    "closed",
                    {"by": "jurisdiction", **YEARS},
                    made=_("Requests made that were closed, by outcome"),
                    received=_("Requests received that were closed, by outcome"),
                    keeps_order=True,
                ),
                *each_way(
                    "types-of-data",
                    "assistance",
                    {"by": "jurisdiction"},
                    made=_("What came of the requests made, by kind of assistance"),
                    received=_("What came of the requests received, by kind of assistance"),
                ),
                Taken(
                    report="refusals",
                    table="grounds_outgoing",
                    title=_("Requests made that were refused, by ground"),
                    ask={"by": "jurisdiction", **MADE},
                ),
                Taken(
                    report="refusals",
                    table="grounds_incoming",
                    title=_("Requests received that were refused, by ground"),
                    ask={"by": "jurisdiction", **RECEIVED},
                ),
            ),
        ),
        Section(
            key="offences",
            source=_("Recommendation 33; Immediate Outcome 2, core issues 2.1 and 2.2"),
            asked=_("For which offences is assistance asked?"),
            parts=(
                *each_way(
                    "offences",
                    "offences",
                    {},
                    made=_("Requests made, by offence"),
                    received=_("Requests received, by offence"),
                ),
            ),
        ),
        Section(
            key="time",
            source=_("Recommendation 33; Immediate Outcome 2, core issues 2.1 and 2.2"),
            asked=_("How long do answers take on average?"),
            parts=(
                *each_way(
                    "time-to-answer",
                    "rows",
                    {"by": "jurisdiction"},
                    made=_("Time to answer requests made, by jurisdiction"),
                    received=_("Time to answer requests received, by jurisdiction"),
                ),
                *each_way(
                    "time-to-answer",
                    "rows",
                    {"by": "offence"},
                    made=_("Time to answer requests made, by offence"),
                    received=_("Time to answer requests received, by offence"),
                ),
            ),
        ),
        Section(
            key="urgency",
            source=_("Immediate Outcome 2, core issues 2.1 and 2.2: prioritisation"),
            asked=_("Are urgent requests told apart, and acted on sooner?"),
            parts=(
                *each_way(
                    "urgent-requests",
                    "classes",
                    {"by": "jurisdiction"},
                    made=_("Requests made, by urgency"),
                    received=_("Requests received, by urgency"),
                    keeps_order=True,
                ),
            ),
        ),
        Section(
            key="quality",
            source=_("Immediate Outcome 2, core issues 2.1 and 2.2"),
            asked=_(
                "Are requests such that they can be executed, or must they be asked about and sent back?"
            ),
            parts=(
                *each_way(
                    "where-time-goes",
                    "questions",
                    {},
                    made=_("Further information that was asked for about requests made"),
                    received=_("Further information that was asked for about requests received"),
                    keeps_order=True,
                ),
                Taken(
                    report="where-time-goes",
                    table="returns",
                    title=_("Requests made that came back as deficient, by unit"),
                    ask=MADE,
                ),
                NotRecorded(
                    title=_("Feedback of the other side"),
                    reason=_(
                        "the register does not hold what authorities abroad say of our requests and answers."
                    ),
                ),
            ),
        ),
        Section(
            key="other-forms",
            source=_("Immediate Outcome 2, core issues 2.3 and 2.4"),
            asked=_("What other forms of co-operation are sought and provided, and spontaneously?"),
            parts=(
                *each_way(
                    "flow",
                    "rows",
                    {"by": "channel", **YEARS},
                    made=_("Requests made, by channel"),
                    received=_("Requests received, by channel"),
                ),
                *each_way(
                    "flow",
                    "rows",
                    {"by": "jurisdiction", **SPONTANEOUS, **YEARS},
                    made=_("Spontaneous information sent, by jurisdiction"),
                    received=_("Spontaneous information received, by jurisdiction"),
                ),
                NotRecorded(
                    title=_("Co-operation of financial intelligence units and supervisors"),
                    reason=_(
                        "the register holds what its offices handle, and none of the exchanges of other bodies."
                    ),
                ),
            ),
        ),
        Section(
            key="results",
            source=_("Immediate Outcome 2: outcomes of cases, assets shared and returned"),
            asked=_("What came of the assistance: evidence, arrests, assets?"),
            parts=(
                Taken(
                    report="results",
                    table="kinds",
                    title=_("Results of requests made"),
                    ask={"by": "jurisdiction", **MADE},
                    keeps_order=True,
                ),
                Taken(
                    report="results",
                    table="amounts",
                    title=_("Amounts of requests made, by currency"),
                    ask={"by": "jurisdiction", **MADE},
                ),
                *each_way(
                    "results",
                    "beyond",
                    {"by": "jurisdiction"},
                    made=_("Evidence, assets and spontaneous information: requests made"),
                    received=_("Evidence, assets and spontaneous information: requests received"),
                    keeps_order=True,
                ),
            ),
        ),
        Section(
            key="ownership",
            source=_("Immediate Outcome 2, core issue 2.5"),
            asked=_("How are requests for information on beneficial ownership answered?"),
            parts=(
                NotRecorded(
                    title=_("Beneficial ownership"),
                    reason=_(
                        "the register does not tell requests for beneficial ownership from other records asked for."
                    ),
                ),
            ),
        ),
    ),
)
