from rendezvous.config import Config
from rendezvous.site import site_of


def test_on_loopback_every_name_of_loopback_is_own() -> None:
    site = site_of(Config(), 4000)
    assert site.public_origin == "http://127.0.0.1:4000"
    assert site.origins == {"http://127.0.0.1:4000", "http://localhost:4000", "http://[::1]:4000"}
    assert site.websocket_origins == ["ws://127.0.0.1:4000", "ws://localhost:4000"]
    assert not site.secure


def test_a_public_origin_is_the_only_one() -> None:
    site = site_of(Config(public_origin="https://assistance.example", trusted_proxies=["127.0.0.1"]), 4000)
    assert site.origins == {"https://assistance.example"}
    assert site.hosts == {"assistance.example"}
    assert site.websocket_origins == ["wss://assistance.example"]
    assert site.secure


def test_a_literal_address_is_its_own_origin_and_default_ports_are_left_out() -> None:
    assert site_of(Config(host="10.77.0.1", insecure_plain_http=True), 80).origins == {"http://10.77.0.1"}
    assert site_of(Config(host="::1"), 81).public_origin == "http://[::1]:81"
