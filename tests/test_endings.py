"""The way out: what is said and left behind by a program that a signal ends."""

import subprocess
import sys

IN_A_QUERY = """
import os, signal, threading
import duckdb
from esalog_tui.running import failing_clearly

database = duckdb.connect()
database.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
database.execute("SET progress_bar_time = 0")

def interrupt():
    while database.query_progress() <= 0:
        pass
    os.kill(os.getpid(), signal.SIGINT)

@failing_clearly
def command():
    threading.Thread(target=interrupt).start()
    database.execute("SELECT max(range) FROM range(100_000_000) WHERE hash(range) = 0")

command()
"""


def test_ctrl_c_in_the_middle_of_a_query_is_no_fault_of_the_program() -> None:
    ended = subprocess.run([sys.executable, "-c", IN_A_QUERY], capture_output=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, b"", b"")
