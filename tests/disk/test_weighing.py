from dataclasses import replace

from agent.disk.looking import Hold, Look
from agent.disk.proc import Process
from agent.disk.weighing import Surroundings, Weighing
from agent.hiding.knowledge import Knowledge

AROUND = Surroundings(
    windows=frozenset({10}),
    shown={},
    beside=frozenset({"parent"}),
    above=frozenset({"parent", "home"}),
    names=frozenset(),
    words=frozenset(),
    recents=frozenset(),
)


def _look(pid: int, program: str, hold: Hold = Hold.NOTHING, *watched: str, parent: int = 1, tty: int = 0) -> Look:
    return Look(Process(pid, pid * 100, parent, tty, f"/usr/bin/{program}", (program,)), hold, frozenset(watched))


def _weigh(weighing: Weighing, now: float, *looks: Look, began: float | None = None) -> Knowledge:
    by_pid = {look.process.pid: look for look in looks}
    return weighing.weigh(by_pid, now if began is None else began, now, AROUND)


def test_a_look_that_began_too_soon_after_an_opening_ends_no_doubt() -> None:
    weighing = Weighing()
    weighing.opened(100.0)
    assert _weigh(weighing, 101.0, _look(5, "viewer", Hold.FILE), began=100.05).doubt
    assert not _weigh(weighing, 101.0, _look(5, "viewer", Hold.FILE), began=100.1).doubt
    assert weighing.ghosts == []


def test_an_opening_whose_maker_is_not_found_becomes_a_ghost() -> None:
    weighing = Weighing()
    weighing.opened(100.0)
    assert _weigh(weighing, 100.3).doubt
    assert not _weigh(weighing, 100.45).doubt
    assert weighing.since_ghosts(110.0) == (10.0,)


def test_openings_go_on_being_doubted_from_the_last_on() -> None:
    weighing = Weighing()
    weighing.opened(100.0)
    weighing.opened(100.35)
    assert _weigh(weighing, 100.5).doubt
    assert not _weigh(weighing, 100.8).doubt
    assert sorted(weighing.ghosts) == [100.0, 100.35]


def test_a_ghost_makes_suspects_of_file_managers_above_and_of_all_terminals() -> None:
    weighing = Weighing()
    weighing.opened(100.0)
    looks = (
        _look(1, "thunar", Hold.NOTHING, "home"),
        _look(2, "pcmanfm", Hold.NOTHING, "music"),
        _look(3, "nautilus"),
        _look(4, "xterm"),
        _look(5, "mousepad"),
    )
    assert _weigh(weighing, 101.0, *looks).suspects == {1, 3, 4}


def test_a_suspect_file_manager_is_cleared_once_it_watches_another_folder() -> None:
    weighing = Weighing()
    weighing.opened(100.0)
    _weigh(weighing, 101.0, _look(1, "thunar", Hold.NOTHING, "home"))
    assert _weigh(weighing, 102.0, _look(1, "thunar", Hold.NOTHING)).suspects == {1}
    assert _weigh(weighing, 103.0, _look(1, "thunar", Hold.NOTHING, "music")).suspects == set()


def test_a_file_manager_that_opened_without_watching_stays_a_suspect() -> None:
    weighing = Weighing()
    _weigh(weighing, 100.0, _look(1, "thunar", Hold.FOLDER, "home"))
    _weigh(weighing, 105.0, _look(1, "thunar", Hold.NOTHING, "home"))
    known = _weigh(weighing, 106.0, _look(1, "thunar", Hold.NOTHING, "home"))
    assert known.holders == set()
    assert known.suspects == {1}


def test_a_file_manager_that_still_reads_from_a_folder_it_left_is_no_suspect() -> None:
    weighing = Weighing()
    _weigh(weighing, 100.0, _look(1, "pcmanfm", Hold.WATCH, "secret"))
    known = _weigh(weighing, 100.3, _look(1, "pcmanfm", Hold.FILE, "home"))
    assert (set(known.holders), set(known.suspects)) == ({1}, set())


def test_openings_just_after_a_file_manager_left_are_its_own() -> None:
    weighing, elsewhere = Weighing(), _look(1, "pcmanfm", Hold.NOTHING, "parent")
    _weigh(weighing, 100.0, _look(1, "pcmanfm", Hold.WATCH, "secret"))
    _weigh(weighing, 101.0, elsewhere)
    weighing.opened(102.0)
    known = _weigh(weighing, 102.9, elsewhere)
    assert not known.doubt
    assert not known.suspects
    assert not weighing.ghosts
    weighing.opened(104.0)
    assert _weigh(weighing, 105.0, elsewhere).suspects == {1}


def test_who_had_a_file_holds_for_life_who_had_a_folder_for_a_second_more() -> None:
    weighing = Weighing()
    _weigh(weighing, 100.0, _look(5, "viewer", Hold.FILE), _look(6, "editor", Hold.WATCH))
    nothing = (_look(5, "viewer"), _look(6, "editor"))
    assert _weigh(weighing, 105.0, *nothing).holders == {5, 6}, "it may have left just before this look"
    assert _weigh(weighing, 105.9, *nothing).holders == {5, 6}
    assert _weigh(weighing, 106.1, *nothing).holders == {5}
    assert _weigh(weighing, 9999.0, *nothing).holders == {5}


def test_the_program_of_a_helper_that_left_a_folder_lingers_as_long_as_the_helper() -> None:
    weighing, parent = Weighing(), _look(30, "chromium")
    _weigh(weighing, 100.0, parent, _look(31, "chromium", Hold.FOLDER, parent=30))
    left = (parent, _look(31, "chromium", parent=30))
    assert _weigh(weighing, 105.0, *left).holders == {30, 31}
    assert _weigh(weighing, 106.1, *left).holders == set()


def test_a_process_number_used_again_is_another_process() -> None:
    weighing = Weighing()
    _weigh(weighing, 100.0, _look(5, "viewer", Hold.FILE))
    again = _look(5, "viewer")
    again = replace(again, process=replace(again.process, started=999))
    assert _weigh(weighing, 101.0, again).holders == set()


def test_a_file_manager_reading_small_pictures_does_not_hold_for_life() -> None:
    weighing = Weighing()
    _weigh(weighing, 100.0, _look(1, "pcmanfm", Hold.WATCH | Hold.FILE, "secret"))
    _weigh(weighing, 101.5, _look(1, "pcmanfm", Hold.NOTHING, "home"))
    assert _weigh(weighing, 102.6, _look(1, "pcmanfm", Hold.NOTHING, "home")).holders == set()


def test_the_terminal_of_a_holder_holds_too() -> None:
    shell, less = _look(11, "bash", parent=10, tty=3), _look(12, "less", Hold.FILE, parent=11, tty=3)
    known = _weigh(Weighing(), 100.0, _look(10, "kterm"), shell, less)
    assert known.holders == {10, 12}
    assert not known.loose


def test_a_holder_whose_terminal_is_not_to_be_found_makes_all_of_them_doubtful() -> None:
    weighing = Weighing()
    server = _look(20, "tmux: server")
    held = _weigh(weighing, 100.0, server, _look(21, "less", Hold.FILE, parent=20, tty=4))
    assert held.loose
    assert _weigh(weighing, 200.0, server).loose


def test_a_helper_s_program_holds_too() -> None:
    parent, helper = _look(30, "chromium"), _look(31, "chromium", Hold.FILE, parent=30)
    other = _look(32, "chromium", parent=1)
    assert _weigh(Weighing(), 100.0, parent, helper, other).holders == {30, 31}


def test_another_look_is_due_only_while_something_may_change() -> None:
    weighing = Weighing()
    _weigh(weighing, 100.0, _look(5, "viewer", Hold.FILE))
    assert weighing.due(100.0) is None
    weighing.opened(100.0)
    assert weighing.due(100.0) is not None
    _weigh(weighing, 101.0, _look(6, "editor", Hold.WATCH))
    assert 0.9 < (weighing.due(101.0) or 0.0) < 1.1
