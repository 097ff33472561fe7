"""What assessors of the Financial Action Task Force ask of mutual legal assistance: Recommendation 33, Outcome 2."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from tracker.packs.base import MADE, RECEIVED, SPONTANEOUS, YEARS, NotRecorded, Pack, Section, Taken

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
                Taken(
                    report="flow",
                    table="rows",
                    title=_("Requests made, by jurisdiction"),
                    ask={"by": "jurisdiction", **YEARS, **MADE},
                ),
                Taken(
                    report="flow",
                    table="rows",
                    title=_("Requests received, by jurisdiction"),
                    ask={"by": "jurisdiction", **YEARS, **RECEIVED},
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
                Taken(
                    report="flow",
                    table="closed",
                    title=_("Requests made that were closed, by outcome"),
                    ask={"by": "jurisdiction", **YEARS, **MADE},
                    keeps_order=True,
                ),
                Taken(
                    report="flow",
                    table="closed",
                    title=_("Requests received that were closed, by outcome"),
                    ask={"by": "jurisdiction", **YEARS, **RECEIVED},
                    keeps_order=True,
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
                Taken(
                    report="offences",
                    table="offences",
                    title=_("Requests made, by offence"),
                    ask=MADE,
                ),
                Taken(
                    report="offences",
                    table="offences",
                    title=_("Requests received, by offence"),
                    ask=RECEIVED,
                ),
            ),
        ),
        Section(
            key="time",
            source=_("Recommendation 33; Immediate Outcome 2, core issues 2.1 and 2.2"),
            asked=_("How long do answers take on average?"),
            parts=(
                Taken(
                    report="time-to-answer",
                    table="rows",
                    title=_("Time to answer requests made, by jurisdiction"),
                    ask={"by": "jurisdiction", **MADE},
                ),
                Taken(
                    report="time-to-answer",
                    table="rows",
                    title=_("Time to answer requests received, by jurisdiction"),
                    ask={"by": "jurisdiction", **RECEIVED},
                ),
                Taken(
                    report="time-to-answer",
                    table="rows",
                    title=_("Time to answer requests made, by offence"),
                    ask={"by": "offence", **MADE},
                ),
                Taken(
                    report="time-to-answer",
                    table="rows",
                    title=_("Time to answer requests received, by offence"),
                    ask={"by": "offence", **RECEIVED},
                ),
            ),
        ),
        Section(
            key="urgency",
            source=_("Immediate Outcome 2, core issues 2.1 and 2.2: prioritisation"),
            asked=_("Are urgent requests told apart, and acted on sooner?"),
            parts=(
                Taken(
                    report="urgent-requests",
                    table="classes",
                    title=_("Requests made, by urgency"),
                    ask={"by": "jurisdiction", **MADE},
                    keeps_order=True,
                ),
                Taken(
                    report="urgent-requests",
                    table="classes",
                    title=_("Requests received, by urgency"),
                    ask={"by": "jurisdiction", **RECEIVED},
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
                Taken(
                    report="where-time-goes",
                    table="questions",
                    title=_("Further information that was asked for about requests made"),
                    ask=MADE,
                    keeps_order=True,
                ),
                Taken(
                    report="where-time-goes",
                    table="questions",
                    title=_("Further information that was asked for about requests received"),
                    ask=RECEIVED,
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
                Taken(
                    report="flow",
                    table="rows",
                    title=_("Requests made, by channel"),
                    ask={"by": "channel", **YEARS, **MADE},
                ),
                Taken(
                    report="flow",
                    table="rows",
                    title=_("Requests received, by channel"),
                    ask={"by": "channel", **YEARS, **RECEIVED},
                ),
                Taken(
                    report="flow",
                    table="rows",
                    title=_("Spontaneous information sent, by jurisdiction"),
                    ask={"by": "jurisdiction", **SPONTANEOUS, **YEARS, **MADE},
                ),
                Taken(
                    report="flow",
                    table="rows",
                    title=_("Spontaneous information received, by jurisdiction"),
                    ask={"by": "jurisdiction", **SPONTANEOUS, **YEARS, **RECEIVED},
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
                Taken(
                    report="results",
                    table="beyond",
                    title=_("Evidence, assets and spontaneous information: requests made"),
                    ask={"by": "jurisdiction", **MADE},
                    keeps_order=True,
                ),
                Taken(
                    report="results",
                    table="beyond",
                    title=_("Evidence, assets and spontaneous information: requests received"),
                    ask={"by": "jurisdiction", **RECEIVED},
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
