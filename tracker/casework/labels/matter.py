"""Words for what a request is about, and how it travels."""

from django.utils.translation import gettext_lazy as _

from tracker.casework.labels.choosing import Labels
from workflows import vocabulary as v

ITEM_TYPE: Labels = {
    v.ItemType.PRESERVATION: _("Preservation of data"),
    v.ItemType.PARTIAL_DISCLOSURE: _("Disclosure of preserved traffic data"),
    v.ItemType.SUBSCRIBER: _("Subscriber information"),
    v.ItemType.TRAFFIC: _("Traffic data"),
    v.ItemType.CONTENT: _("Stored content"),
    v.ItemType.REAL_TIME_TRAFFIC: _("Traffic data in real time"),
    v.ItemType.INTERCEPTION: _("Interception of content"),
    v.ItemType.INTERCEPTION_NOTICE: _("Notice of an interception, no assistance needed"),
    v.ItemType.DOMAIN_REGISTRATION: _("Domain registration data"),
    v.ItemType.EMERGENCY_DISCLOSURE: _("Emergency disclosure"),
    v.ItemType.BANK: _("Bank information"),
    v.ItemType.DOCUMENTS: _("Official or business records"),
    v.ItemType.SEARCH: _("Search and seizure"),
    v.ItemType.WITNESS: _("Hearing of a witness"),
    v.ItemType.VIDEO_HEARING: _("Hearing by video or telephone"),
    v.ItemType.SERVICE: _("Service of documents"),
    v.ItemType.LOCATE: _("Locating a person or thing"),
    v.ItemType.FREEZE: _("Freezing of assets"),
    v.ItemType.CONFISCATION: _("Confiscation"),
    v.ItemType.ASSET_SHARING: _("Sharing or return of assets"),
    v.ItemType.PRISONER_TRANSFER: _("Temporary transfer of a prisoner"),
    v.ItemType.CONTROLLED_DELIVERY: _("Controlled delivery"),
    v.ItemType.UNDERCOVER: _("Covert investigation"),
    v.ItemType.JOINT_TEAM: _("Joint investigation team"),
    v.ItemType.TRANSFER_OF_PROCEEDINGS: _("Transfer of proceedings"),
    v.ItemType.SPONTANEOUS: _("Spontaneous information"),
    v.ItemType.STATUS_ENQUIRY: _("Status enquiry"),
    v.ItemType.SUPPLEMENTARY: _("Supplement to an earlier request"),
    v.ItemType.OTHER: _("Other assistance"),
}
DATA_CATEGORY: Labels = {
    v.DataCategory.SUBSCRIBER: _("Subscriber"),
    v.DataCategory.TRAFFIC: _("Traffic"),
    v.DataCategory.CONTENT: _("Content"),
}
DATA_TYPE: Labels = {
    v.DataType.SUBSCRIBER: _("Subscriber data"),
    v.DataType.TRAFFIC: _("Traffic data"),
    v.DataType.CONTENT: _("Content data"),
    v.DataType.UNSTATED: _("Data, type not stated"),
    v.DataType.NONE: _("No data: not applicable"),
}
URGENCY: Labels = {
    v.Urgency.ROUTINE: _("Routine"),
    v.Urgency.URGENT: _("Urgent"),
    v.Urgency.EMERGENCY: _("Emergency: life or safety"),
}
PROCEEDING: Labels = {
    v.Proceeding.INVESTIGATION: _("Investigation"),
    v.Proceeding.PROSECUTION: _("Prosecution"),
    v.Proceeding.TRIAL: _("Trial"),
    v.Proceeding.ENFORCEMENT: _("Enforcement"),
    v.Proceeding.CONFISCATION: _("Confiscation"),
}
TRANSLATION: Labels = {
    v.TranslationState.NOT_NEEDED: _("Not needed"),
    v.TranslationState.NONE: _("Not ordered"),
    v.TranslationState.ORDERED: _("Ordered"),
    v.TranslationState.DONE: _("Done"),
    v.TranslationState.CERTIFIED: _("Certified"),
    v.TranslationState.RETURNED: _("Returned as unusable"),
}
PERSON_ROLE: Labels = {
    v.PersonRole.SUSPECT: _("Suspect"),
    v.PersonRole.ACCUSED: _("Accused"),
    v.PersonRole.CONVICTED: _("Convicted"),
    v.PersonRole.VICTIM: _("Victim"),
    v.PersonRole.WITNESS: _("Witness"),
    v.PersonRole.EXPERT: _("Expert"),
    v.PersonRole.ACCOUNT_HOLDER: _("Account holder"),
    v.PersonRole.OTHER: _("Other"),
}
TRANSMISSION: Labels = {
    v.Transmission.DIPLOMATIC_BAG: _("Diplomatic bag"),
    v.Transmission.COURIER: _("Courier"),
    v.Transmission.POST: _("Post"),
    v.Transmission.EMAIL: _("E-mail"),
    v.Transmission.ENCRYPTED_EMAIL: _("Encrypted e-mail"),
    v.Transmission.PORTAL: _("Portal"),
    v.Transmission.INTERPOL: _("INTERPOL I-24/7"),
    v.Transmission.ECODEX: _("e-CODEX"),
    v.Transmission.PHONE: _("Telephone"),
    v.Transmission.FAX: _("Fax"),
    v.Transmission.BY_HAND: _("By hand"),
}
LINK_KIND: Labels = {
    v.LinkKind.PRODUCTION_OF: _("Production of what was preserved by"),
    v.LinkKind.RENEWAL_OF: _("Renewal of"),
    v.LinkKind.SUPPLEMENTARY_TO: _("Supplement to"),
    v.LinkKind.REPLACEMENT_OF: _("Replacement of"),
    v.LinkKind.DUPLICATE_OF: _("Duplicate of"),
    v.LinkKind.PRECURSOR_OF: _("Earlier contact before"),
    v.LinkKind.PARALLEL_TO: _("In parallel with"),
    v.LinkKind.SPONTANEOUS_FOR: _("Follows spontaneous information in"),
    v.LinkKind.COUNTER_REQUEST_TO: _("Counter-request to"),
    v.LinkKind.DISCOVERED_PROVIDER: _("Provider discovered by"),
}
LINK_KIND_BACK: Labels = {
    v.LinkKind.PRODUCTION_OF: _("What is preserved is asked for in"),
    v.LinkKind.RENEWAL_OF: _("Renewed by"),
    v.LinkKind.SUPPLEMENTARY_TO: _("Supplemented by"),
    v.LinkKind.REPLACEMENT_OF: _("Replaced by"),
    v.LinkKind.DUPLICATE_OF: _("Duplicated by"),
    v.LinkKind.PRECURSOR_OF: _("After the earlier contact in"),
    v.LinkKind.PARALLEL_TO: _("In parallel with"),
    v.LinkKind.SPONTANEOUS_FOR: _("Spontaneous information for"),
    v.LinkKind.COUNTER_REQUEST_TO: _("Answered by the counter-request"),
    v.LinkKind.DISCOVERED_PROVIDER: _("Discovered a provider, asked in"),
}
"""The same links as the request reads them to which they lead."""
OFFENCE_CATEGORY: Labels = {
    v.OffenceCategory.ILLEGAL_ACCESS: _("Illegal access or interference"),
    v.OffenceCategory.COMPUTER_FRAUD: _("Computer-related fraud or forgery"),
    v.OffenceCategory.CHILD_ABUSE: _("Sexual abuse of children"),
    v.OffenceCategory.FRAUD: _("Fraud"),
    v.OffenceCategory.MONEY_LAUNDERING: _("Money laundering"),
    v.OffenceCategory.CORRUPTION: _("Corruption"),
    v.OffenceCategory.DRUGS: _("Drug related"),
    v.OffenceCategory.THEFT: _("Robbery or theft"),
    v.OffenceCategory.VIOLENCE: _("Murder or serious assault"),
    v.OffenceCategory.ORGANISED_CRIME: _("Organised crime"),
    v.OffenceCategory.INSIDER_TRADING: _("Insider trading"),
    v.OffenceCategory.COUNTERFEITING: _("Counterfeiting"),
    v.OffenceCategory.KIDNAPPING: _("Kidnapping"),
    v.OffenceCategory.TERRORISM: _("Terrorism"),
    v.OffenceCategory.TRAFFICKING: _("Trafficking in human beings"),
    v.OffenceCategory.INTELLECTUAL_PROPERTY: _("Intellectual property"),
    v.OffenceCategory.TAX: _("Tax"),
    v.OffenceCategory.OTHER: _("Other"),
}
