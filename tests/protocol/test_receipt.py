"""The receipt: each signature covers everything in it, both keys and who signs, as docs/protocol.md says."""

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agent.protocol.errors import WireError
from agent.protocol.receipt import Receipt, ReceiptFile, Signer, public_hex, read_receipts

KEYS = {"agent": Ed25519PrivateKey.from_private_bytes(b"a" * 32), "console": Ed25519PrivateKey.generate()}


def signed() -> Receipt:
    receipt = Receipt(
        session="0" * 32,
        count=7,
        head="1" * 64,
        final=True,
        agent_key=public_hex(KEYS["agent"]),
        console_key=public_hex(KEYS["console"]),
    )
    signatures = {
        "agent_signature": KEYS["agent"].sign(receipt.text("agent")).hex(),
        "console_signature": KEYS["console"].sign(receipt.text("console")).hex(),
    }
    return receipt.model_copy(update=signatures)


def test_the_text_is_the_one_of_the_page() -> None:
    receipt = signed()
    expected = ["handrail-receipt/1", "console", "0" * 32, "7", "1" * 64, "final", receipt.agent_key]
    assert receipt.text("console") == "\n".join([*expected, receipt.console_key]).encode()
    assert b"\nso far\n" in receipt.model_copy(update={"final": False}).text("agent")


@pytest.mark.parametrize("signer", ["agent", "console"])
@pytest.mark.parametrize(
    "change",
    [
        {"session": "f" * 32},
        {"count": 8},
        {"head": "f" * 64},
        {"final": False},
        {"agent_key": public_hex(Ed25519PrivateKey.generate())},
        {"console_key": public_hex(Ed25519PrivateKey.generate())},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whatever_is_changed_neither_signature_holds(signer: Signer, change: dict[str, Any]) -> None:
    assert signed().signed_by(signer)
    assert not signed().model_copy(update=change).signed_by(signer)


def test_one_sides_signature_is_not_the_others_under_the_same_key() -> None:
    both = signed().model_copy(update={"console_key": signed().agent_key})
    text = both.text("agent")
    reflected = both.model_copy(update={"console_signature": KEYS["agent"].sign(text).hex()})
    assert not reflected.signed_by("console")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b'{"format":"handrail-receipt/2","receipts":[]}',
        b'{"format":"handrail-receipt/1","receipts":[{}]}',
        b'{"format":"handrail-receipt/1","receipts":[],"more":1}',
        b" " * 20_000,
    ],
)
def test_what_is_no_receipt_file_is_refused(data: bytes) -> None:
    with pytest.raises(WireError):
        read_receipts(data)


def test_a_receipt_file_is_read_back() -> None:
    file = ReceiptFile(receipts=(signed(), signed()))
    assert read_receipts(file.model_dump_json().encode()) == file.receipts
