from installer.glibc import starts_on


def test_a_plugin_starts_where_the_c_library_is_as_new_or_newer() -> None:
    assert starts_on((2, 36)) == ["Debian 12", "Ubuntu 24.04", "Debian 13"]
    assert "Debian 11" in starts_on((2, 31))
    assert "Debian 11" not in starts_on((2, 32))
