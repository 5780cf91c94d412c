from scripts.proofs.folders import prove


def test_the_quick_proof_of_hidden_folders_holds() -> None:
    said: list[str] = []
    finding = prove(quick=True, say=said.append)
    assert finding.holds, "\n".join([finding.figure, *said])
