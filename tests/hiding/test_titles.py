import unicodedata

from agent.hiding.titles import folded, parts, says, spans


def test_a_title_is_compared_composed_and_case_folded() -> None:
    assert folded(unicodedata.normalize("NFD", "  ÉTÉ d’hier ")) == "été d'hier"


def test_parts_stand_between_separators() -> None:
    assert parts("*Lettre.txt - Mousepad") == {"*lettre.txt - mousepad", "lettre.txt - mousepad"} - {
        "*lettre.txt - mousepad"
    } | {"lettre.txt", "mousepad"}
    assert "cic" in parts("CIC | Connexion")
    assert "coffre" in parts("Coffre — Dolphin")


def test_spans_are_runs_of_words_without_marks() -> None:
    assert "contrat 2024.pdf" in spans("« contrat 2024.pdf » (1/3)")
    assert "contrat" in spans("contrat 2024.pdf")
    assert "ontrat" not in spans("contrat")


def test_a_long_title_takes_no_long_time() -> None:
    assert len(spans("a b " * 100_000)) < 2000
    assert len(parts("x - " * 100_000)) < 2000


def test_phrases_are_found_as_whole_words_only() -> None:
    assert says("Ma Banque-en-ligne", ["banque en ligne"])
    assert not says("Banquet", ["banque"])
