"""The acceptance of the texts in force, as a consent record in the fields of ISO/IEC TS 27560:2023 (6.3), flat.

Header: schema_version, record_id. PII processing: terms and privacy (the notices, by version, language and SHA-256),
language, purposes, lawful_basis, collection_method, withdrawal_method, privacy_rights. Party: pii_controller,
controller_phone. Event: event_time, event_type, event_state.

Left out, and why. pii_principal_id: the agent does not know who the customer is, and does not ask. pii_information,
storage and processing locations, retention_period, recipient_third_parties, jurisdiction, authority_party,
codes_of_conduct, impact_assessment: the operator's to say, in the notice that the record names by its hash.
validity_duration: until the plug-in closes, never longer than the journal. The party's address, url and e-mail: a build
knows a name and a telephone number. services, geographic_restrictions: one service, none. Each permission granted
afterwards is a consent of its own, with its own entries; this record is of the notices alone.
"""

import secrets
from collections.abc import Mapping

SCHEMA_VERSION = "ISO/IEC TS 27560:2023 handrail/1"


def consent_record(
    documents: Mapping[str, str], lang: str, controller: str, phone: str | None, moment: str
) -> dict[str, str]:
    """Return the record for the journal.

    `documents`: id -> "version lang sha256:..." (agent.ui.documents.accepted_documents); `moment`: ISO 8601, UTC.
    """
    record = {
        "schema_version": SCHEMA_VERSION,
        "record_id": secrets.token_hex(16),
        **documents,
        "language": lang,
        "purposes": "remote assistance, at the customer's request",
        "lawful_basis": "consent",
        "collection_method": "button in the plug-in, below the notices",
        "withdrawal_method": "the Stop button, the Pause key twice, closing the window",
        "privacy_rights": "in the privacy notice",
        "pii_controller": controller,
        "event_time": moment,
        "event_type": "explicit",
        "event_state": "consent given",
    }
    return record | ({"controller_phone": phone} if phone else {})
