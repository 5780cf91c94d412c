"""The acceptance of the texts in force, as a consent record in the fields of ISO/IEC TS 27560:2023 (6.3), flat.

docs/decisions/consent-record.md names the fields, and those left out.
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
