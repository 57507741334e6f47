"""The config file: what is right is used; what is not is named with its line and the nearest."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from textual.dom import DOMNode

import esalog_tui
from esalog_tui import config, keys
from esalog_tui.catalogue import COLUMNS, KNOWN, PLACES, actions, shared
from esalog_tui.cli import main
from esalog_tui.config import places, read
from esalog_tui.settings import USUAL, Preset, Settings
from esalog_tui.views import VIEWS


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the config of a test is."""
    return tmp_path / "config.toml"


def of(path: Path, text: str) -> Settings:
    """The settings of this text."""
    path.write_text(text, encoding="utf-8")
    return read(path, KNOWN)


def faults(path: Path, text: str) -> list[str]:
    """What is wrong with this text: line and words."""
    return [str(fault).removeprefix(f"{path}:") for fault in of(path, text).faults]


RIGHT = """
theme = "nord"
ascii = true
low-bandwidth = true
remember = false
cache = false
columns.messages = ["mid", "subject"]

[keys]
look.find = "Ctrl-G"  # dotted
"move.half_down" = ["PgDn", "v", "f7"]  # quoted
move.page_down = "Space"

[filters]
mine = "from:ann@example.com"
[filters."To partners"]
'failed' = "tls:failed domain:partner.example"
"""


def test_everything_can_be_set(path: Path) -> None:
    assert of(path, RIGHT) == Settings(
        theme="nord",
        is_ascii=True,
        is_frugal=True,
        remembers=False,
        caches=False,
        columns={"messages": ("mid", "subject")},
        keymap={
            "look.find": ("ctrl+g",),
            "move.half_down": ("pagedown", "v", "f7"),
            "move.page_down": ("space",),
        },
        presets=(
            Preset("", "mine", "from:ann@example.com"),
            Preset("To partners", "failed", "tls:failed domain:partner.example"),
        ),
    )


def test_nothing_set_is_the_app_as_it_is_made(path: Path) -> None:
    assert of(path, "# nothing\n") == USUAL


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("\nthem = 'nord'", "2: there is no setting 'them'; did you mean 'theme'?"),
        ("theme = 'nrod'", "1: there is no theme 'nrod'; did you mean 'nord'?"),
        ("theme = 3", "1: there is no theme '3'"),
        ("ascii = 'yes'", "1: 'ascii' is either true or false"),
        ("keys = 'f'", "1: 'keys' is a table: [keys]"),
        ("[columns]\nmesages = []",
         "2: there is no view 'mesages' with columns; did you mean 'messages'?"),
        ("[columns]\nmessages = [\n 'mid',\n 'sendr']",
         "4: there is no column 'sendr' in messages; did you mean 'sender'?"),
        ("[columns]\nmessages = [1]", "2: columns are a list of names in quotes"),
        ("[keys]\nlook.fnd = 'f'", "2: there is no action 'look.fnd'; did you mean 'look.find'?"),
        ("[keys]\nlook.find = 'Crtl-X'", "2: there is no key 'Crtl-X'; did you mean 'ctrl+x'?"),
        ("[keys.look]\nfind = ['Ctrl-G',\n'Ctrl-I']", "3: Ctrl-I is Tab in a terminal"),
        ("[keys]\nlook.find = []", "2: 'look.find' needs a key, or a list of keys, in quotes"),
        ("[keys]\nscreen.zoom = 's'",
         "2: the key s is that of 'screen.sort' and of 'screen.zoom' "
         "(connections, domains, failures and 2 more)"),
        ("[keys]\nfilter.leave = ['x', ' ']",
         "2: 'filter.leave' needs a key that types nothing (filter)"),
        ("[keys]\npopup.close = 'Z'",
         "2: 'popup.close' needs a key that types nothing (find, question)"),
        ("[filters]\none = 'form:ann'",
         "2: the filter 'one': unknown word 'form:'; did you mean 'from:'?"),
        ("[filters.a]\none = 1", "2: the filter 'one' is a text in quotes"),
        ("ascii = = true", "1: invalid value"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line_and_the_nearest(
    path: Path, text: str, fault: str
) -> None:
    assert faults(path, text) == [fault]


def test_all_faults_are_named_at_once_and_the_rest_is_used(path: Path) -> None:
    text = "\n".join(
        ("theme = nord", "ascii = true", "remember = 1", "[keys]", "look.find = 'Ctrl-Ö'",
         "look.filter = 'Ctrl-E'", "[filters]", "x = 'tls:fialed'", "y = 'tls:failed'")
    )  # fmt: skip
    settings = of(path, text)
    assert [fault.line for fault in settings.faults] == [1, 3, 5, 8]
    assert settings.is_ascii
    assert settings.keymap == {"look.filter": ("ctrl+e",)}
    assert [preset.name for preset in settings.presets] == ["y"]


@pytest.mark.parametrize("text", ["a = [", "x\n" * 40, "[[[", '"""', "a.b = 1\na = 2", "=\n=\n"])
def test_a_file_without_sense_never_ends_in_a_traceback(path: Path, text: str) -> None:
    settings = of(path, text)
    assert settings.faults
    assert len(settings.faults) <= 6
    assert settings == Settings(faults=settings.faults)


def test_a_file_that_cannot_be_read_is_a_fault(path: Path) -> None:
    assert [*map(str, read(path, KNOWN).faults)] == [f"{path}: No such file or directory"]
    path.write_bytes(b"theme = '\xff'")
    assert [*map(str, read(path, KNOWN).faults)] == [f"{path}: is no UTF-8, at byte 9"]


def test_every_setting_is_found_in_its_line() -> None:
    found = dict(places("a = 1\n[b.'c d']\n \"e.f\" = 2\ng.h=3\n[[x]]\n# i = 4\n"))
    assert found == {
        ("a",): 1, ("b", "c d"): 2, ("b", "c d", "e.f"): 3, ("b", "c d", "g", "h"): 4,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "key"),
    [("f", "f"), ("F", "F"), ("/", "slash"), (",", "comma"), ("Ctrl-T", "ctrl+t"),
     ("ctrl+t", "ctrl+t"), ("PgDn", "pagedown"), ("↓", "down"), ("Down", "down"), ("F5", "f5"),
     ("Shift-Tab", "shift+tab"), ("space", "space"),
     ("slash", "slash"), ("ö", "ö"), (" ", "space")],
)  # fmt: skip
def test_a_key_is_known_by_the_name_that_the_help_gives_it(name: str, key: str) -> None:
    assert keys.parse(name) == key
    assert keys.parse(keys.name(key)) == key


def test_no_two_actions_share_a_key_but_on_purpose() -> None:
    assert not list(shared({}))
    assert {place for *_, place in shared({"look.find": ("s",)})} == {
        "messages", "connections", "domains", "failures", "sources",
    }  # fmt: skip
    swapped = {"look.find": ("s",), "screen.sort": ("f",)}
    assert not list(shared(swapped))


def test_every_view_with_columns_can_have_its_own() -> None:
    assert set(COLUMNS) == {view.name for view in VIEWS} - {"lines"}


def everything_that_takes_keys() -> set[type[DOMNode]]:
    """All classes of the app with bindings of their own."""
    found, waiting = set(), [DOMNode]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith(esalog_tui.__name__) and vars(kind).get("BINDINGS"):
            found.add(kind)
    return found


def test_the_catalogue_knows_every_place_that_takes_keys() -> None:
    known = {base for nodes in PLACES.values() for node in nodes for base in node.__mro__}
    assert everything_that_takes_keys() <= known, "a new one belongs into catalogue.PLACES"


def test_every_action_says_what_it_does() -> None:
    for action in actions().values():
        assert re.fullmatch(r"[a-z]+\.[a-z_0-9]+", action.ident)
        assert action.keys
        assert action.words
        assert action.places


def test_the_config_that_the_readme_shows_is_right(path: Path) -> None:
    readme = Path(__file__).parent.parent / "README.md"
    shown = re.search(r"```toml\n(.*?)```", readme.read_text(encoding="utf-8"), re.DOTALL)
    assert shown
    assert not faults(path, shown.group(1))


@pytest.mark.parametrize(
    ("text", "is_frugal"),
    [("low-bandwidth = true", True), ("low-bandwidth = 1", False), ("", False), ("= true", False)],
)
def test_few_repaints_are_known_before_anything_is_drawn(
    path: Path, text: str, is_frugal: bool
) -> None:
    assert not config.is_frugal(path)
    path.write_text(text)
    assert config.is_frugal(path) == is_frugal


# The commands.


def run(*arguments: str | Path, environment: dict[str, str] | None = None) -> Result:
    return CliRunner(env=environment).invoke(main, [str(argument) for argument in arguments])


def test_the_printed_config_holds_the_settings_in_force(path: Path, tmp_path: Path) -> None:
    settings = of(path, RIGHT)
    printed = run("config", "--config", path)
    assert printed.exit_code == 0
    assert of(tmp_path / "again.toml", printed.stdout) == settings


def test_every_default_in_the_printed_config_is_right(path: Path) -> None:
    printed = run("config", environment={"XDG_CONFIG_HOME": str(path.parent)}).stdout
    assert str(path.parent / "esalog" / "config.toml") in printed
    assert of(path, printed) == USUAL
    bare = re.sub(r'^# (?=[\w.-]+ = |\[|")', "", printed, flags=re.MULTILINE)
    settings = of(path, bare)
    assert settings.faults == ()
    assert settings.keymap == {ident: action.keys for ident, action in actions().items()}
    assert settings.columns == COLUMNS
    assert settings.presets


def test_keys_are_listed_with_those_of_the_config(path: Path) -> None:
    path.write_text("[keys]\nlook.find = 'Ctrl-G'\n")
    rows = {row.split()[0]: row for row in run("keys", "--config", path).stdout.splitlines()}
    assert set(rows) == set(actions())
    assert re.fullmatch(r"look.find +Ctrl-G +find anything, fuzzily +\S.*", rows["look.find"])
    assert rows["screen.help"].endswith("everywhere, help")
    assert all(row.isascii() for row in rows.values())


def test_a_check_of_the_keys_names_conflicts_and_unknown_ids(path: Path) -> None:
    path.write_text("[keys]\nlook.find = 's'\nlook.fnid = 'x'\n")
    result = run("keys", "--check", environment={"ESALOG_CONFIG": str(path)})
    assert result.exit_code == 1
    assert not result.stdout
    assert "config.toml:2: the key s is that of 'look.find' and of 'screen.sort'" in result.stderr
    assert "config.toml:3: there is no action 'look.fnid'" in result.stderr
    path.write_text("[keys]\nlook.find = 's'\nscreen.sort = 'f'\n")
    result = run("keys", "--check", "--config", path)
    assert (result.exit_code, result.stdout) == (0, "No conflicts.\n")


def test_without_a_screen_the_exit_code_tells_of_a_wrong_config(path: Path) -> None:
    path.write_text("them = 'nord'\n")
    result = run("--demo", "--config", path)
    assert result.exit_code == 1
    assert f"esalog: {path}:1: there is no setting 'them'" in result.stderr
    assert "Lines" in result.stdout
    assert run("config", "--config", path).exit_code == 1


def test_a_config_that_is_named_must_be_there(path: Path) -> None:
    result = run("--demo", environment={"ESALOG_CONFIG": str(path)})
    assert result.exit_code == 2
    assert "ESALOG_CONFIG" in result.stderr


def test_a_theme_on_the_command_line_must_be_one() -> None:
    result = run("--demo", "--theme", "nrod")
    assert result.exit_code == 2
    assert "did you mean 'nord'?" in result.stderr
