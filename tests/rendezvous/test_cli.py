"""The commands as a person types them, each in a process of its own."""

import os
import pty
import socket
import subprocess
import sys
from pathlib import Path

import pytest

PASSWORD = "une phrase de passe\n"


def run(*arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "rendezvous", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=60, check=False)


def add(data: Path, login: str, stdin: str = PASSWORD) -> subprocess.CompletedProcess[str]:
    who = ["--name", "Camille D.", "--organisation", "Exemple"]
    return run("--data-dir", data, "technician", "add", login, *who, "--password-stdin", stdin=stdin)


def test_accounts_are_added_listed_and_disabled(tmp_path: Path) -> None:
    added = add(tmp_path, "camille")
    assert added.returncode == 0
    assert "otpauth://totp/Exemple:camille?secret=" in added.stdout
    again = add(tmp_path, "camille")
    assert (again.returncode, again.stderr) == (
        2,
        "handrail-rendezvous: There is a technician camille already; choose another login.\n",
    )
    assert run("--data-dir", tmp_path, "technician", "disable", "camille").returncode == 0
    listed = run("--data-dir", tmp_path, "technician", "list").stdout
    assert listed == "camille\tCamille D.\tExemple\ttechnician\tdisabled\n"
    assert "secret" not in listed


def test_the_password_is_asked_for_twice_on_a_terminal(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "rendezvous", "--data-dir", str(tmp_path), "technician", "add", "camille"]
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [*command, "--name", "C", "--organisation", "O"],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        start_new_session=True,
    )
    os.close(follower)
    said = b""
    for question in (b"Password: ", b"Once more: "):
        while question not in said:
            said += os.read(leader, 1024)
        os.write(leader, PASSWORD.encode())
    assert process.wait(30) == 0
    os.close(leader)
    assert PASSWORD.strip().encode() not in said


@pytest.mark.parametrize("stdin", ["", "short\n"])
def test_a_password_that_will_not_do_is_said(tmp_path: Path, stdin: str) -> None:
    done = add(tmp_path, "camille", stdin)
    assert done.returncode == 2
    assert "12 to 200 characters" in done.stderr


def test_a_password_cannot_be_an_argument() -> None:
    assert "--password " not in run("technician", "add", "--help").stdout


@pytest.mark.parametrize("arguments", [[], ["serve"], ["technician"], ["technician", "add"], ["console-hash"]])
def test_every_command_explains_itself(arguments: list[str]) -> None:
    done = run(*arguments, "--help")
    assert done.returncode == 0
    assert "usage: handrail-rendezvous" in done.stdout


def test_no_command_and_an_unknown_one_end_with_2() -> None:
    assert run().returncode == 2
    assert run("fly").returncode == 2


def test_a_bad_configuration_is_said_in_sentences(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.write_text("prot = 1\n[limits]\ncode_seconds = -1\n")
    done = run("--config", path, "serve")
    assert done.returncode == 2
    assert "prot: there is no such setting. Did you mean port?" in done.stderr
    assert "limits.code_seconds: '-1' will not do; write seconds, more than 0." in done.stderr
    assert "Traceback" not in done.stderr


def test_plain_http_for_other_machines_is_refused() -> None:
    done = run("serve", "--host", "0.0.0.0")
    assert done.returncode == 2
    assert "without TLS" in done.stderr


def test_a_taken_port_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("--data-dir", tmp_path, "serve", "--port", str(port))
    assert done.returncode == 3
    assert f"Nothing can listen on 127.0.0.1 port {port}" in done.stderr
    assert "--port" in done.stderr


def test_an_address_that_is_not_this_machines_is_said(tmp_path: Path) -> None:
    done = run("--data-dir", tmp_path, "serve", "--host", "203.0.113.7", "--port", "0", "--insecure-plain-http")
    assert done.returncode == 3
    assert "Cannot assign requested address" in done.stderr


def test_a_certificate_that_is_none_is_said(tmp_path: Path) -> None:
    bad = tmp_path / "bad.pem"
    bad.write_text("no certificate")
    for certificate in (bad, tmp_path / "none.pem"):
        done = run("--data-dir", tmp_path, "serve", "--port", "0", "--certificate", certificate, "--key", bad)
        assert done.returncode == 3
        assert "The certificate or its key cannot be" in done.stderr


def test_a_data_directory_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run("--data-dir", tmp_path / "file", "serve", "--port", "0")
    assert done.returncode == 4
    assert "cannot be used" in done.stderr
