"""Copying takes the first way that works, and says which."""

from esalog_tui.clipboard import OSC_LIMIT, TERMINAL, copy, ways


def test_over_ssh_local_tools_are_skipped() -> None:
    assert ways({"SSH_TTY": "/dev/pts/1", "TMUX": "x"}) == [("tmux", "load-buffer", "-w", "-")]
    assert ways({"SSH_CONNECTION": "x"}) == []


def test_a_tool_without_its_display_is_skipped() -> None:
    assert [way[0] for way in ways({})] == ["pbcopy", "clip.exe"]
    assert "wl-copy" in [way[0] for way in ways({"WAYLAND_DISPLAY": "wayland-0"})]
    assert "xclip" in [way[0] for way in ways({"DISPLAY": ":0"})]


def test_the_first_tool_that_takes_it_is_named() -> None:
    given: list[tuple[str, bytes]] = []

    def give(command: tuple[str, ...], octets: bytes) -> bool:
        given.append((command[0], octets))
        return command[0] == "tmux"

    assert copy("grüße\udce4", {"TMUX": "x"}, give) == "tmux"
    assert given[-1] == ("tmux", "grüße".encode() + b"\xe4")


def test_the_terminal_is_the_last_way_and_takes_no_more_than_it_can() -> None:
    assert copy("short", {}, lambda command, octets: False) == TERMINAL
    assert copy("x" * (OSC_LIMIT + 1), {}, lambda command, octets: False) == ""
