"""Going back leads where one came from; chips are switched, not forgotten."""

from esalog_tui.history import Chip, History, Place, Sieve


def test_back_and_forward_lead_through_the_jumps() -> None:
    history = History()
    first, second, third = Place("messages"), Place("injections"), Place("lines", line=7)
    history.leave(first)
    history.leave(second)
    assert history.back(third) == second
    assert history.back(second) == first
    assert history.back(first) is None
    assert history.forward(first) == second
    assert history.forward(second) == third
    assert history.forward(third) is None


def test_a_jump_drops_what_lay_ahead() -> None:
    history = History()
    history.leave(Place("messages"))
    history.back(Place("injections"))
    history.leave(Place("messages"))
    assert history.forward(Place("lines")) is None


def test_swapping_leads_to_and_fro() -> None:
    history = History()
    history.leave(Place("messages"))
    assert history.swap(Place("lines")) == Place("messages")
    assert history.swap(Place("messages")) == Place("lines")


def test_the_history_forgets_the_oldest() -> None:
    history = History()
    for line in range(History.LONGEST + 10):
        history.leave(Place("lines", line=line))
    for line in reversed(range(10, History.LONGEST + 10)):
        place = history.back(Place("lines"))
        assert place is not None
        assert place.line == line
    assert history.is_empty


def test_a_sieve_tells_the_filter_of_what_is_on() -> None:
    sieve = Sieve().with_chip("dir:out").with_chip("tls:failed")
    assert sieve.text == "dir:out tls:failed"
    assert sieve.toggled("dir:out").text == "tls:failed"
    assert sieve.without("dir:out").chips == (Chip("tls:failed"),)
    assert sieve.all_off().is_open
    assert sieve.all_off().all_on() == sieve
    assert not Sieve(failures=True).is_open


def test_a_chip_that_is_there_is_switched_on_again() -> None:
    sieve = Sieve().with_chip("a").toggled("a").with_chip("a")
    assert sieve.chips == (Chip("a"),)
