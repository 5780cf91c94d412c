"""What holds for the whole house: what must not exist in it (P6), who may speak for the customer, how it is kept."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from scripts.proofs.__main__ import names

ROOT = Path(__file__).resolve().parents[1]
PROGRAMS = ("agent", "rendezvous", "installer")

FORBIDDEN = {
    "a way to answer consent without a person": r"(?i)auto_?(accept|grant|consent|approve)|scripted|allow_?all",
    "an unattended mode": r"(?i)unattended|permanent_?access|always_?allow",
    "a start by itself": r"(?i)autostart|launchagents|launchdaemons|currentversion\\+run|schtasks|crontab|systemctl",
    "a service": r"(?i)createservice|servicemain|win32service|systemd|launchctl",
    "a blank screen": r"(?i)blank_?screen|privacy_?screen|dpms|monitorpower|gamma_?ramp|setdevicegamma|\bxset\b",
    "an input block": r"(?i)blockinput|block_?input|grab_(keyboard|pointer|key|button)\b|xigrab|grabdevice",
    "a hidden desktop or silent shell": r"(?i)createdesktop|switchdesktop|create_no_window|\bpty\b|openpty|forkpty",
    "an open port": r"\b(start_server|create_server|start_unix_server|TCPServer|HTTPServer|SO_REUSEPORT)\b",
}
"""What the agent must not have, and what it would be called."""

DANGEROUS_CALLS = {"eval", "exec", "os.system", "os.popen", "pickle.loads", "marshal.loads", "subprocess.getoutput"}

MAY_CATCH_EVERYTHING = {
    "agent/app.py", "scripts/proofs/__main__.py", "scripts/rigs/fuzz/run.py",
    "scripts/rigs/consent/app_stage.py",  # agent/app.py would take the rig's own fault for a session's
}  # fmt: skip

SPEAKS_OF = {
    "agent/desktop/macos/access.py": {"a blank screen"},  # macOS' name of its settings' page on recording the screen
    "agent/inherited.py": {"a hidden desktop or silent shell"},  # no console flashes up for our own process
    "agent/leftovers.py": {"a start by itself", "a service"},
    "agent/tools/startup/entries.py": {"a start by itself"},
    "agent/tools/restart/login1.py": {"a start by itself"},  # NO_AUTOSTART
    "agent/tools/services/tool.py": {"a service"},
    "agent/tools/services/undoer.py": {"a service"},
    "agent/tools/services/systemd.py": {"a service", "a start by itself"},  # NO_AUTOSTART
}
"""What looks for such things, or shows the customer's own: none of it makes one of ours."""

COMES_BACK = {"agent/comeback/xdg_entry.py", "agent/comeback/run_once.py"}
"""What has the system start the plug-in once more: after a restart that the customer allowed, never else (R-006)."""

SHELL = ROOT / "agent" / "tools" / "terminal" / "shell.py"
"""The one place that opens a pseudo-terminal."""

TOP = {
    ".ci", ".gitignore", "brands", "CHANGELOG.md", "LICENSE", "NOTICE", "README.md", "SECURITY.md", "agent", "docs",
    "installer", "pyproject.toml", "rendezvous", "requirements.lock", "scripts", "tests",
}  # fmt: skip

PROOFS_ASKED_FOR = {
    "annotations", "brands", "builds", "clean-end", "codes", "consent", "cpace", "errors", "flows", "folder-races",
    "folders", "journal", "lying-server", "masks", "own-windows", "priority", "signature", "stop", "stuck-keys",
    "tamper", "tools",
}  # fmt: skip


def sources(*rooms: str) -> list[Path]:
    found = [path for room in rooms for path in sorted((ROOT / room).rglob("*.py"))]
    return [path for path in found if "node_modules" not in path.parts]


def tracked() -> list[str]:
    listing = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return listing.stdout.splitlines()


def words(source: str) -> Iterator[str]:
    """Yield every name and every string that does something: comments and docstrings say what is not there."""
    tree = ast.parse(source)
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str() as text) if id(node) not in told:
                yield text
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.alias(name=name):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.keyword(arg=str() as name):
                yield name


def forbidden(source: str) -> set[str]:
    said = list(words(source))
    return {what for what, pattern in FORBIDDEN.items() if any(re.search(pattern, word) for word in said)}


@cache
def called(source: str) -> set[str]:
    return {ast.unparse(node.func) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)}


def catches_everything(source: str) -> bool:
    handlers = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ExceptHandler)]
    return any(h.type is None or ast.unparse(h.type) in ("Exception", "BaseException") for h in handlers)


@pytest.mark.parametrize("path", sources("agent", "installer"), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_agent_has_nothing_that_acts_behind_the_customers_back(path: Path) -> None:
    looks_for = SPEAKS_OF.get(str(path.relative_to(ROOT)), set())
    if str(path.relative_to(ROOT)) in COMES_BACK:  # test_only_an_allowed_restart_lays_the_way_back
        looks_for = {"a start by itself"}
    if path == SHELL:  # whose shell is not silent: test_a_shell_is_opened_by_its_window_alone
        looks_for = {"a hidden desktop or silent shell"}
    assert forbidden(path.read_text(encoding="utf-8")) == looks_for


def test_only_an_allowed_restart_lays_the_way_back() -> None:
    def users(method: str) -> set[str]:
        sources_of = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in sources("agent")}
        return {name for name, source in sources_of.items() if any(call.endswith(method) for call in called(source))}

    assert users("_comeback.lay") == {"agent/tools/restart/tool.py"}
    assert users("_entry.put") == {"agent/comeback/comeback.py"}
    assert users("XdgEntry") | users("RunOnce") == {"agent/comeback/entry.py"}
    tool = (ROOT / "agent" / "tools" / "restart" / "tool.py").read_text(encoding="utf-8")
    assert tool.index("if not self._allowed") < tool.index("_comeback.lay"), "asked right before"


def test_a_shell_is_opened_by_its_window_alone() -> None:
    users = {
        path
        for path in sources("agent")
        if any(call.split(".")[-1] == "Shell" for call in called(path.read_text(encoding="utf-8")))
    }
    assert users == {SHELL.with_name("process.py")}
    opening = SHELL.with_name("process.py").read_text(encoding="utf-8")
    assert opening.count("shell.start()") == 1, "once, when the window is on the screen"
    assert opening.index("def _seen") < opening.index("shell.start()") < opening.index("def _closed")


def test_what_looks_for_leftovers_writes_nothing() -> None:
    source = (ROOT / "agent" / "leftovers.py").read_text(encoding="utf-8")
    writers = {"open", "write", "write_text", "write_bytes", "mkdir", "unlink", "rename", "symlink_to", "touch"}
    assert not {call.split(".")[-1] for call in called(source)} & writers - {"open"}
    assert not re.search(r"open\([^)]*[\"'][wax+]", source)


def test_what_shows_services_and_start_up_entries_cannot_make_one() -> None:
    tools = ROOT / "agent" / "tools"
    asked = set(
        re.findall(r'"([A-Z][A-Za-z]*(?:Unit|Units|Files)[A-Za-z]*)"', (tools / "services" / "systemd.py").read_text())
    )
    assert asked == {"ListUnitsByPatterns", "ListUnitsByNames", "StartUnit", "StopUnit", "RestartUnit"}
    for name in ("tool.py", "entries.py", "switch.py"):
        assert not re.search(r"sys\.executable|argv|handrail", (tools / "startup" / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("what", "plant"),
    [
        ("a way to answer consent without a person", "def auto_accept(question): return True"),
        ("an unattended mode", "UNATTENDED = True"),
        ("a start by itself", "path = home / '.config/autostart/handrail.desktop'"),
        ("a start by itself", r"key = 'Software\\Microsoft\\Windows\\CurrentVersion\\Run'"),
        ("a service", "import win32serviceutil"),
        ("a blank screen", "display.dpms_force_level(3)"),
        ("an input block", "ctypes.windll.user32.BlockInput(True)"),
        ("an input block", "root.grab_keyboard(True, 1, 1, 0)"),
        ("a hidden desktop or silent shell", "import pty"),
        ("an open port", "server = await asyncio.start_server(handle, port=5900)"),
    ],
)
def test_what_must_not_exist_is_found_when_it_is_planted(what: str, plant: str) -> None:
    source = f"async def planted():\n    {plant}\n"
    assert what in forbidden(source)


def test_a_comment_that_says_what_is_not_there_is_no_finding() -> None:
    assert forbidden('"""No unattended mode."""\n# no autostart\nvalue = 1\n') == set()


def test_only_the_loop_tells_the_rules_that_the_customer_answered() -> None:
    speakers = {
        str(path.relative_to(ROOT))
        for path in sources("agent")
        if any(call.split(".")[-1] == "CustomerAnswered" for call in called(path.read_text(encoding="utf-8")))
    }
    assert speakers == {"agent/actions.py"}
    callers = {path.name for path in sources("agent") if "session_event" in called(path.read_text(encoding="utf-8"))}
    assert callers == {"app.py"}


def answers_made(source: str) -> set[str]:
    """Return the customer's words that a file makes: names of agent.ui.model, imported or by the module."""
    spoken = {"Answer", "AcceptTerms", "SendReport"}
    imports = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)]
    own = {alias.asname or alias.name for node in imports if node.module == "agent.ui.model" for alias in node.names}
    by_module = {f"{module}.{name}" for module in ("ui", "model", "agent.ui.model") for name in spoken}
    return called(source) & ((spoken & own) | by_module)


def test_only_windows_make_an_answer() -> None:
    makers = {path.parent.name for path in sources("agent") if answers_made(path.read_text(encoding="utf-8"))}
    assert makers == {"ui"}


def test_an_answer_made_elsewhere_is_found_when_it_is_planted() -> None:
    assert answers_made("from agent.ui import model as ui\nhandle(ui.Answer(number=1, yes=True))\n")
    assert answers_made("from agent.ui.model import Answer\nhandle(Answer(number=1, yes=True))\n")
    assert not answers_made("from agent.transport.sdp import Answer\nAnswer(1)\n")


@pytest.mark.parametrize("room", PROGRAMS)
def test_no_program_imports_the_scripts_or_the_tests(room: str) -> None:
    for path in sources(room):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any(module.split(".")[0] in ("scripts", "tests") for module in modules), path


def test_the_rendezvous_has_no_door_of_the_labs() -> None:
    for path in sources("rendezvous"):
        assert not any(re.search(r"^/lab\b", word) for word in words(path.read_text(encoding="utf-8"))), path


@pytest.mark.parametrize("path", sources(*PROGRAMS), ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_run_from_text(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not called(source) & DANGEROUS_CALLS
    for node in ast.walk(ast.parse(source)):
        assert not (isinstance(node, ast.keyword) and node.arg == "shell"), f"{path}: a shell"


def test_everything_is_caught_only_where_the_program_fails_closed() -> None:
    catching = {
        str(path.relative_to(ROOT))
        for path in sources(*PROGRAMS, "scripts")
        if catches_everything(path.read_text(encoding="utf-8"))
    }
    assert catching <= MAY_CATCH_EVERYTHING


def test_a_broad_except_is_found_when_it_is_planted() -> None:
    assert catches_everything("try:\n    f()\nexcept Exception:\n    pass\n")
    assert not catches_everything("try:\n    f()\nexcept ValueError:\n    pass\n")


@pytest.mark.parametrize("path", sources(*PROGRAMS, "scripts"), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_says_what_it_decides(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    said = ast.get_docstring(ast.parse(text))
    assert said or not text.strip(), "a module docstring is missing"
    assert len((said or "").splitlines()) <= 6


def test_no_file_grows_beyond_what_can_be_read() -> None:
    code = [name for name in tracked() if name.endswith((".py", ".ts", ".tsx")) and "wire/messages.ts" not in name]
    long = {name for name in code if (ROOT / name).is_file() and len((ROOT / name).read_bytes().splitlines()) > 400}
    assert not long


def test_nothing_lies_beside_the_rooms() -> None:
    assert {name.split("/")[0] for name in tracked()} <= TOP


def test_every_proof_that_was_promised_exists() -> None:
    assert set(names()) >= PROOFS_ASKED_FOR


def test_the_readme_names_both_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "python3 scripts/demo.py" in readme
    assert "python3 scripts/test.py" in readme


def test_every_room_of_the_picture_exists() -> None:
    picture = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for room in re.findall(r"^\| `((?:agent|rendezvous|installer)[\w/.]*)`", picture, re.MULTILINE):
        assert (ROOT / room).exists(), room
