from scripts.proofs.stop import prove


def test_the_quick_proof_of_pause_and_stop_holds() -> None:
    said: list[str] = []
    finding = prove(quick=True, say=said.append)
    assert finding.holds, (finding.figure, said)
