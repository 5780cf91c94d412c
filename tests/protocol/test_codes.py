import pytest

from agent.protocol.codes import Code, CodeError, CodeFault, check_digit, new_secret, parse_code

CODE = Code("12345", "678901")


def fault_of(typed: str) -> CodeFault:
    with pytest.raises(CodeError) as caught:
        parse_code(typed)
    return caught.value.fault


def test_the_check_digit_is_damms() -> None:
    assert check_digit("572") == "4"  # the example of the literature


def test_a_code_is_shown_in_three_groups_of_four() -> None:
    assert str(CODE) == f"1234 5678 901{check_digit('12345678901')}"
    assert CODE.groups == tuple(str(CODE).split())


@pytest.mark.parametrize("between", ["", " ", "-", ".", "\u00a0", "\u202f", " - ", "\n", "\u2009", "\u2011", "\u2013"])
def test_a_code_is_read_in_any_grouping(between: str) -> None:
    assert parse_code(between.join(CODE.groups)) == CODE
    assert parse_code(between.join(CODE.digits)) == CODE
    assert parse_code(f"  {between.join(CODE.groups)} \n") == CODE


def test_every_single_slip_is_told() -> None:
    digits = CODE.digits
    slips = [digits[:i] + d + digits[i + 1 :] for i in range(12) for d in "0123456789" if d != digits[i]]
    assert {fault_of(slip) for slip in slips} == {CodeFault.MISTYPED}


def test_every_swap_of_neighbours_is_told() -> None:
    for secret in ("678901", "000102", "987654"):
        digits = Code("90909", secret).digits
        for i in range(11):
            if digits[i] != digits[i + 1]:
                assert fault_of(digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]) == CodeFault.MISTYPED


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", CodeFault.EMPTY),
        (" - ", CodeFault.EMPTY),
        ("1234 5678 901", CodeFault.TOO_SHORT),
        ("1234 5678 9012 3", CodeFault.TOO_LONG),
        (" " * 10_000_000 + "1", CodeFault.EMPTY),
        ("1" * 10_000_000, CodeFault.TOO_LONG),
        ("1234 5678 90l2", CodeFault.NOT_DIGITS),
        ("١٢٣٤ ٥٦٧٨ ٩٠١٢", CodeFault.NOT_DIGITS),
        ("²²²² ²²²² ²²²²", CodeFault.NOT_DIGITS),
    ],
)
def test_what_is_no_code_is_told_with_its_reason(typed: str, fault: CodeFault) -> None:
    assert fault_of(typed) == fault


def test_the_secret_stays_out_of_what_is_logged() -> None:
    assert "678901" not in repr(CODE)
    with pytest.raises(CodeError) as caught:
        parse_code("1234 5678 9010")
    assert "5678" not in str(caught.value)


def test_secrets_are_six_digits_of_every_kind() -> None:
    secrets = {new_secret() for _ in range(2000)}
    assert all(len(secret) == 6 and secret.isdigit() for secret in secrets)
    assert {secret[0] for secret in secrets} == set("0123456789")
    assert len(secrets) > 1980
