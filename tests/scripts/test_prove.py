import sys
from types import ModuleType

import pytest

from scripts.proofs import Finding
from scripts.proofs.__main__ import main, run, side_by_side


def plant(monkeypatch: pytest.MonkeyPatch, prove: object) -> None:
    module = ModuleType("scripts.proofs.planted")
    module.prove = prove  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "scripts.proofs.planted", module)
    monkeypatch.setattr("scripts.proofs.__main__.names", lambda: ["planted"])


def test_a_proof_that_holds_exits_with_0_and_tells_its_figure_last(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(monkeypatch, lambda quick, say: Finding(True, f"quick={quick}"))
    assert main(["--quick", "planted"]) == 0
    assert capsys.readouterr().out.strip().endswith("quick=True")


def test_a_proof_that_does_not_hold_exits_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch, lambda quick, say: Finding(False, "one of two"))
    assert main(["planted"]) == 1


def test_a_proof_that_raises_does_not_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    def prove(quick: bool, say: object) -> Finding:
        raise RuntimeError("a browser that is not there")

    plant(monkeypatch, prove)
    assert not run("planted", True).holds
    assert main([]) == 1


def test_a_proof_that_finds_nothing_at_all_does_not_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch, lambda quick, say: None)
    assert not run("planted", True).holds


def test_an_unknown_name_is_told_and_exits_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["no-such-proof"]) == 2
    assert "There are:" in capsys.readouterr().err


def test_side_by_side_each_tells_its_figure_and_one_that_does_not_hold_is_enough(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--quick", "--lanes", "2", "cpace", "brands"]) == 0
    told = capsys.readouterr().out
    assert "cpace: holds" in told
    assert "brands: holds" in told
    assert side_by_side(["brands", "no-such-proof"], 2) == 1


def test_a_full_run_has_no_lanes() -> None:
    with pytest.raises(SystemExit):
        main(["--lanes", "2", "cpace"])
