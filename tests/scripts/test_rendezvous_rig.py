import time

import pyotp
import pytest

from scripts.rigs.rendezvous import TOTP_SECONDS, Account


@pytest.mark.parametrize("second", [0.0, 15.0, 29.9])
def test_a_code_is_still_good_when_it_was_typed_slowly(monkeypatch: pytest.MonkeyPatch, second: float) -> None:
    now = 1_000_000 * TOTP_SECONDS + second
    monkeypatch.setattr(time, "time", lambda: now)
    account = Account("camille", "Camille D.", "Exemple", "", pyotp.random_base32())
    for code in (account.totp(), account.totp()):
        for later in (now, now + 9):
            assert pyotp.TOTP(account.totp_secret).verify(code, for_time=int(later), valid_window=1)
