"""What the Linux base is made of. Change a line here, and every base has to be made anew."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

SUITE = "bullseye"
"""The system whose C library, compiler, X libraries and Tk are used: Debian 11, glibc 2.31 like Ubuntu 20.04's."""

SOURCES_SUITE = "bookworm"
"""Where the sources below come from: Debian 12 mends them still."""

TO_COMPILE = ("build-essential", "autoconf", "pkg-config", "ninja-build")
OF_PYTHON = ("zlib1g-dev", "libbz2-dev", "liblzma-dev", "libexpat1-dev", "tk-dev")
OF_PYGOBJECT = ("libgirepository1.0-dev", "libcairo2-dev")
PACKAGES = (*TO_COMPILE, *OF_PYTHON, *OF_PYGOBJECT)
"""What is installed from Debian 11; each brings what it needs."""


@dataclass(frozen=True)
class Source:
    """A source package of Debian's, with its security fixes, and what is run in it, in order. No step has a network."""

    name: str
    steps: tuple[str, ...]


SOURCES = (
    Source(  # the one of Debian 12 and 13 and Ubuntu 22.04 and newer: their GLib and ours call through the same
        "libffi",
        ("./configure --disable-static --disable-multi-os-directory --disable-docs", "make", "make install"),
    ),
    Source(  # Debian 11's own, 1.1.1, is mended no more
        "openssl",
        (
            "./config --libdir=lib --openssldir=/usr/lib/ssl shared no-tests no-ssl3 no-idea no-mdc2 no-rc5",
            "make build_generated",
            "make libcrypto.so libssl.so",
            "cp -d libcrypto.so libcrypto.so.3 libssl.so libssl.so.3 /usr/local/lib",
            "cp -r include/openssl /usr/local/include",
            "ldconfig",
        ),
    ),
    Source(
        "python3.11",
        (
            "autoconf",
            "./configure --enable-shared --with-openssl=/usr/local --with-system-expat --with-system-ffi"
            " --with-ssl-default-suites=openssl --without-ensurepip --disable-test-modules"
            " LIBEXPAT_CFLAGS=-DPy_BUILD_CORE_MODULE",  # as Debian's build, whose fix of CVE-2026-4224 leans on it
            "make",
            "make install",
            "ldconfig",
            "/usr/local/bin/python3.11 -c 'import ssl, _ctypes, _bz2, _lzma, zlib, tkinter, pyexpat'",
            "/usr/local/bin/python3.11 -m venv --without-pip /opt/handrail",
        ),
    ),
)
"""All go to /usr/local, where compilers, pkg-config and the loader look first."""

PYTHON = "/opt/handrail/bin/python"
"""The base's Python with the packages of REQUIREMENTS, as the base sees it."""

REQUIREMENTS = Path(__file__).with_name("requirements.lock")
"""What the plug-in holds and what makes it: a part of the project's own requirements.lock, which a test compares."""

ROOTS = ("handrail[agent]", "pyinstaller")
"""What REQUIREMENTS are all that these need, on Linux."""


def digest() -> str:
    """Return what tells this recipe from every other."""
    said = repr((SUITE, SOURCES_SUITE, PACKAGES, SOURCES, PYTHON)) + REQUIREMENTS.read_text(encoding="utf-8")
    return hashlib.sha256(said.encode()).hexdigest()
