from scripts.proofs.codes import prove


def test_the_quick_proof_of_the_codes_holds() -> None:
    said: list[str] = []
    finding = prove(quick=True, say=said.append)
    assert finding.holds, (finding.figure, said)
