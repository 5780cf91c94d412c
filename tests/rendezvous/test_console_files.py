import hashlib
from pathlib import Path

import httpx
import pytest

from rendezvous.console_files import hashes
from rendezvous.errors import UsageError
from scripts.rigs.rendezvous import rendezvous


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>console</title>")
    (folder / "assets" / "index-abc123.js").write_text("export {};")
    return folder


def test_the_page_is_asked_for_anew_and_hashed_assets_are_kept(dist: Path) -> None:
    with rendezvous(settings=f'console_dir = "{dist}"', logins=()) as server:
        page, asset = httpx.get(f"{server.url}/console/"), httpx.get(f"{server.url}/console/assets/index-abc123.js")
        assert (page.status_code, page.headers["cache-control"]) == (200, "no-cache")
        assert asset.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert asset.headers["content-type"].startswith("text/javascript")
        assert httpx.get(f"{server.url}/console/sessions").text == page.text
        assert httpx.get(f"{server.url}/console/assets/none.js").status_code == 404
        assert httpx.get(f"{server.url}/console").headers["location"] == "/console/"
        for path in ("/console/..%2f..%2fetc/passwd", "/console/%2e%2e/%2e%2e/secret.txt"):
            assert httpx.get(server.url + path).status_code in (404, 200)
            assert "root:" not in httpx.get(server.url + path).text


def test_a_console_that_was_not_built_is_said(tmp_path: Path) -> None:
    with rendezvous(settings=f'console_dir = "{tmp_path}"', logins=()) as server:
        answer = httpx.get(f"{server.url}/console/")
        assert answer.status_code == 503
        assert "npm run build" in answer.text


def test_the_hashes_are_those_of_sha256sum_and_a_total_over_them(dist: Path) -> None:
    script, page, total = hashes(dist)
    assert script == f"{hashlib.sha256(b'export {};').hexdigest()}  assets/index-abc123.js"
    assert page.endswith("  index.html")
    assert total == hashlib.sha256(f"{script}\n{page}\n".encode()).hexdigest() + "  total"


def test_hashing_a_console_that_was_not_built_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no built console"):
        hashes(tmp_path)
