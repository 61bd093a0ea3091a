"""One object used by many threads and by forked processes, sent to others by pickle, and alive at the end."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import huzma
from huzma import _core, errors

TEXT = "قَالَ د. أحمد, في 15 أيلول 2016: «بلغت الكلفة 5ر1 مليون دولار». ثم غادر القاهرة !\n" * 20
TEXTS = [TEXT.replace("15", str(day)) for day in range(1, 29)]


def bundle() -> huzma.Bundle:
    return huzma.loads(huzma.dumps(huzma.Entry(f"{number:016x}", text) for number, text in enumerate(TEXTS)))


def together(work: Callable[[int], Any]) -> None:
    """Does a piece of work in eight threads that begin at once, over and over; each comes to what one alone does."""
    alone = [work(number) for number in range(len(TEXTS))]
    gate = threading.Barrier(8)

    def thread(first: int) -> None:
        gate.wait()
        for step in range(2 * len(TEXTS)):
            number = (first * 5 + step) % len(TEXTS)
            assert work(number) == alone[number]

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(thread, first) for first in range(8)]:
            done.result()


def test_one_normalizer() -> None:
    normalizer = huzma.Normalizer("search")

    def work(number: int) -> Any:
        aligned = normalizer.align(TEXTS[number])
        return normalizer(TEXTS[number]), aligned.text, aligned.source_span(3, 9), normalizer.many(TEXTS[:2])

    together(work)


def test_one_bundle() -> None:
    # Each pass reads by itself; what a pass finds belongs to the bundle.
    whole = bundle()
    together(lambda number: [document.text for document in whole][number])
    assert not len(whole.findings)


def test_one_document() -> None:
    documents = list(bundle())

    def work(number: int) -> Any:
        document = documents[number % 2]
        found = document.check()
        return document.text, list(document.sentences), found.counts, list(found)[:3], document.extract().dates

    together(work)


def test_one_extraction_and_its_findings() -> None:
    gazetteer = huzma.Gazetteer(["القاهرة"])
    tokens = huzma.tokenize(TEXT)

    def work(number: int) -> Any:
        found = huzma.extract(TEXTS[number], anchor=date(2016, 9, 15), gazetteer=gazetteer)
        return found.dates, found.names, found.quotations, tokens.texts()[number], bytes(tokens.starts)[:40]

    together(work)


def test_one_iterator() -> None:
    # Whoever comes gets the next document, and nobody gets one twice.
    for _ in range(5):
        documents = iter(bundle())
        taken: list[int] = []
        lock = threading.Lock()

        def take(documents: Any = documents, taken: list[int] = taken, lock: threading.Lock = lock) -> None:
            while True:
                try:
                    document = next(documents, None)
                except ValueError:  # a generator that another thread is in: Python says so
                    continue
                if document is None:
                    return
                with lock:
                    taken.append(document.index)

        threads = [threading.Thread(target=take) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(taken) == list(range(len(TEXTS)))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_forked_process_goes_on_with_what_was_made_before() -> None:
    code = (
        "import os, sys, huzma, huzma.arrow, pyarrow\n"
        "text = 'قَالَ أحمد, نعم. ' * 50\n"
        "normalizer = huzma.Normalizer('search')\n"
        "column = pyarrow.array([text] * 2000)\n"
        "before = normalizer(text), len(huzma.check(text)), huzma.arrow.normalize(column, 'search')[1999].as_py()\n"
        "document, = huzma.loads(huzma.dumps([huzma.Entry('a', text)]))\n"
        "children = []\n"
        "for _ in range(4):\n"
        "    child = os.fork()\n"
        "    if child == 0:\n"
        "        last = huzma.arrow.normalize(column, 'search')[1999].as_py()\n"
        "        after = normalizer(text), len(huzma.check(text)), last\n"
        "        os._exit(0 if after == before and len(document.check()) == before[1] else 1)\n"
        "    children.append(child)\n"
        "sys.exit(any(os.waitpid(child, 0)[1] for child in children))\n"
    )
    assert subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=False, timeout=60).returncode == 0


@pytest.mark.parametrize("daemon", [True, False])
def test_an_interpreter_that_ends_while_threads_work(daemon: bool) -> None:
    # Threads that work without the lock of the interpreter come back to one that has ended.
    code = (
        "import sys, threading, time, huzma\n"
        "text = 'قَالَ أحمد, في 5 أيلول 2016. ' * 20_000\n"
        "def work():\n"
        "    for _ in range(10):\n"
        "        huzma.normalize(text), huzma.check(text), huzma.extract(text).numbers\n"
        f"        if not {daemon}: break\n"
        "for _ in range(4):\n"
        f"    threading.Thread(target=work, daemon={daemon}).start()\n"
        "time.sleep(0.05)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (0, b"")


def copied(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value))


def test_records_and_options_come_back_equal() -> None:
    found = huzma.extract("قال الوزير محمود عباس إن «الأمر» في 5 أيلول 2016 كلف 5 دولارات (رويترز)")
    (document,) = huzma.loads(huzma.dumps([huzma.Entry("a", TEXT)]))
    values = [
        *found.dates,
        *found.numbers,
        *found.quantities,
        *found.quotations,
        *huzma.check(TEXT),
        *huzma.rules(),
        *huzma.extraction_rules(),
        *huzma.profiles().values(),
        huzma.to_article(document),
        huzma.Limits(documents=3),
        huzma.Entry("a", "نص", {"k": [1]}),
        next(iter(huzma.tokenize(TEXT))),
    ]
    for value in values:
        assert copied(value) == value
    for rule in (huzma.Unique("a", "b"), huzma.Ordered("a"), huzma.NearlyEqual("a", "search")):
        assert repr(copied(rule)) == repr(rule)


def test_what_works_works_as_before() -> None:
    normalizer = huzma.Normalizer("search")
    assert copied(normalizer)(TEXT) == normalizer(TEXT)
    assert copied(huzma.tokenize(TEXT)).texts() == huzma.tokenize(TEXT).texts()
    assert copied(huzma.sentences(TEXT)).texts() == huzma.sentences(TEXT).texts()
    assert list(copied(huzma.check(TEXT))) == list(huzma.check(TEXT))
    assert copied(huzma.fix(TEXT)).text == huzma.fix(TEXT).text
    found = huzma.extract(TEXT)
    again = copied(found)
    assert (again.dates, again.quotations, again.names) == (found.dates, found.quotations, found.names)
    assert copied(again).numbers == found.numbers
    assert [document.text for document in copied(bundle())] == TEXTS


def test_a_bundle_of_a_path_is_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    huzma.write([huzma.Entry("a", "نص طويل")], path)
    sent = pickle.dumps(huzma.read(path, limits=huzma.Limits(documents=1)))
    assert [document.text for document in pickle.loads(sent)] == ["نص طويل"]
    path.unlink()
    with pytest.raises(huzma.BundleError) as caught:
        pickle.loads(sent)
    assert caught.value.kind == "not-found"


def test_what_cannot_be_sent_says_what_to_send(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    huzma.write([huzma.Entry("a", "نص")], path)
    with path.open("rb") as file, pytest.raises(TypeError, match="read once"):
        pickle.dumps(huzma.read(file, format="jsonl"))
    with pytest.raises(TypeError, match="to_article"):
        pickle.dumps(next(iter(huzma.read(path))))
    with pytest.raises(TypeError, match="Aligned"):
        pickle.dumps(huzma.Normalizer("search").align(TEXT))


def test_every_error_survives() -> None:
    made = [
        errors.BundleError("m", kind="io", path="p", byte=3),
        errors.LimitError("m", limit="documents", allowed=1, actual=2, path="p", byte=4),
        errors.ProfileError("m", step="nfc"),
        errors.SelectorError("m", selector="XX", nearest="YY"),
        errors.SchemaError("m", schema="s"),
        errors.ConfigError("m", path="p", key="k"),
        errors.ColumnError("m", kind="utf-8", row=1, byte=2),
        errors.AmbiguousSourceError("m", path="p"),
        errors.EngineError("m", kind="failed", path="p"),
    ]
    known = {value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, Exception)}
    assert {type(error) for error in made} == known - {errors.HuzmaError}
    for error in made:
        again = copied(error)
        assert (type(again), again.args, vars(again)) == (type(error), error.args, vars(error))


def test_whether_a_build_without_the_lock_is_here_is_said() -> None:
    # Nothing is claimed of such a build: importing the core there turns the lock on again.
    if getattr(sys, "_is_gil_enabled", lambda: True)():
        pytest.skip("this build has the lock")
    assert _core.__version__
