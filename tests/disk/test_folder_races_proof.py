from scripts.proofs.folder_races import prove


def test_the_quick_proof_of_races_holds() -> None:
    said: list[str] = []
    finding = prove(quick=True, say=said.append)
    assert finding.holds, "\n".join([finding.figure, *said])
