"""Reading on a Dask cluster: batches of reports go out, results go into the cache, receipts come back.

Every process of the cluster sees the reports and the cache under the same paths. Inside a task the
same supervisor reads as on one machine, in a process that may die, and a batch that is given out again
reads only what is not kept yet. patterns/ travels by its hash through the cache; the program must be
the same everywhere, which is looked at.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from extractor.lexicon import store
from extractor.lexicon.files import files_of, hash_of
from extractor.model.result import ReportResult
from extractor.run import cache
from extractor.run.supervise import Crew, WorkersFail, apart_from_the_script, may_have_children
from extractor.run.task import Order, Task, settle
from extractor.run.worker import Failed, NotReady

LARGEST_BATCH = 16
BATCHES_EACH = 8
"""So many batches for each worker, that none waits long for the last one."""
SEEN_SECONDS = 60.0
"""How long a file that another machine wrote may take to be seen on this one."""
CONNECT = "30s"
"""How long a scheduler may take to answer."""
MISSING = "--engine dask needs Dask: pip install 'council-complaints-extractor[dask]'"

Listener = Callable[[int, ReportResult, bool], None]


@dataclass(frozen=True)
class Parcel:
    """What every batch carries beside its reports."""

    order: Order
    rules: str
    """The hash of patterns/."""
    basis: str
    """Of all that every result depends on: code, packages, Python and patterns/."""
    token: str
    """The key of what the run left in the cache, for all to find."""


@dataclass(frozen=True)
class Receipt:
    """One report was read; `result` is None where it is kept in the cache."""

    result: ReportResult | None = None


def read(order: Order, tasks: Sequence[Task], workers: int, scheduler: str, done: Listener) -> None:
    """Read all reports, and tell `done` the number of each task, its result, and whether that is kept.

    `scheduler` is an address; '' makes a cluster of `workers` processes here. Raises WorkersFail.
    """
    if not tasks:
        return
    try:
        import distributed
    except ImportError as error:
        raise WorkersFail(f"{MISSING}.") from error
    with suppress(NotReady):  # a worker will say so; what is compiled here, none has to compile
        order.load(order.patterns)
    files = files_of(Path(order.patterns))
    rules, token = hash_of(files), store.key_of(["token", secrets.token_hex()])
    if not (store.write(_patterns_key(rules), store.pack(files)) and store.write(token, b"here")):
        raise WorkersFail(f"The cache {store.folder()} cannot be written, and workers give results in it.")
    parcel = Parcel(order, rules, cache.basis(rules), token)
    tasks = [replace(task, path=os.path.abspath(task.path)) for task in tasks]
    try:
        with _client(workers, scheduler) as client:
            _read_with(client, parcel, tasks, done)
    except (OSError, TimeoutError, distributed.client.FutureCancelledError) as error:
        where = scheduler or "on this machine"
        raise WorkersFail(f"The Dask cluster {where} could not be used: {error}.") from error


@contextmanager
def _client(workers: int, scheduler: str) -> Iterator[Any]:
    """The cluster's client; a cluster of one's own ends with it."""
    import dask
    import distributed

    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what befalls a report is told of it
    ours = {
        "distributed.worker.daemon": False,
        "distributed.comm.timeouts.connect": CONNECT,
        "distributed.scheduler.allowed-failures": 0,  # here a report is to blame, not a lost machine
    }
    with dask.config.set(ours), apart_from_the_script():
        if scheduler:
            with distributed.Client(scheduler, set_as_default=False) as client:
                yield client
            return
        quiet = {"silence_logs": logging.CRITICAL, "dashboard_address": None, "memory_limit": 0}
        with (
            distributed.LocalCluster(n_workers=workers, threads_per_worker=1, **quiet) as cluster,
            distributed.Client(cluster, set_as_default=False) as client,
        ):
            yield client


def _read_with(client: Any, parcel: Parcel, tasks: Sequence[Task], done: Listener) -> None:
    """Batch by batch; the reports of a batch that ended its workers go out again, each alone."""
    from distributed import KilledWorker, as_completed

    threads = sum(client.nthreads().values()) or 1
    size = max(1, min(LARGEST_BATCH, len(tasks) // (threads * BATCHES_EACH)))
    # Begun in the order of the tasks: the largest priority comes first.
    waiting = {
        client.submit(read_batch, parcel, tasks[start : start + size], pure=False, priority=-start): range(
            start, min(start + size, len(tasks))
        )
        for start in range(0, len(tasks), size)
    }
    alone: list[int] = []
    for future in as_completed(list(waiting), loop=client.loop):
        numbers = waiting.pop(future)
        try:
            receipts = future.result()
        except KilledWorker:
            alone += numbers
            continue
        for number, receipt in zip(numbers, receipts, strict=True):
            done(number, *_of_receipt(tasks[number], receipt))
    for number in sorted(alone):
        try:
            (receipt,) = client.submit(read_batch, parcel, [tasks[number]], pure=False).result()
        except KilledWorker:
            failed = Failed("worker-crashed", "The workers of the cluster that read it were lost.")
            receipt = Receipt(settle(tasks[number], failed)[0])
        done(number, *_of_receipt(tasks[number], receipt))


def _of_receipt(task: Task, receipt: Receipt) -> tuple[ReportResult, bool]:
    if receipt.result is not None:
        return receipt.result, False
    deadline = time.monotonic() + SEEN_SECONDS
    while (kept := cache.load(task.key)) is None:
        if time.monotonic() > deadline:
            raise WorkersFail(f"The result of {task.source_file} has gone from the cache {store.folder()}.")
        time.sleep(0.5)
    return kept, True


# From here on inside the cluster's workers.

_IDLE: list[tuple[Parcel, Crew]] = []
"""Crews that wait for the next batch."""


def read_batch(parcel: Parcel, tasks: Sequence[Task]) -> list[Receipt]:
    """In a worker of the cluster: read what is not kept yet. Raises WorkersFail where it cannot."""
    order = parcel.order
    patterns = _fit(parcel)
    receipts = [Receipt()] * len(tasks)
    wanted = [number for number, task in enumerate(tasks) if task.fresh or cache.load(task.key) is None]
    crew = _crew(parcel, Crew(order.work, order.load, patterns, order.limits))

    def heard(place: int, outcome: Any) -> None:
        number = wanted[place]
        result, kept = settle(tasks[number], outcome)
        receipts[number] = Receipt(None if kept else result)

    try:
        crew.run([tasks[number] for number in wanted], on_done=heard)
    except BaseException:
        crew.dismiss()
        raise
    _IDLE.append((parcel, crew))
    return receipts


def _crew(parcel: Parcel, new: Crew) -> Crew:
    """One that waits and was made for the same run; those of other runs are dismissed."""
    while True:
        try:
            of, crew = _IDLE.pop()
        except IndexError:
            return new
        if of == parcel:
            return crew
        crew.dismiss()


@lru_cache(maxsize=4)
def _fit(parcel: Parcel) -> str:
    """The folder of patterns/ to read with. Raises WorkersFail where this worker cannot read for the run."""
    host = socket.gethostname()
    if not may_have_children():
        raise WorkersFail(
            f"The Dask workers on {host} may start no processes: start them with "
            "DASK_DISTRIBUTED__WORKER__DAEMON=False."
        )
    deadline = time.monotonic() + SEEN_SECONDS
    while store.read(parcel.token) is None:
        if time.monotonic() > deadline:
            raise WorkersFail(
                f"The Dask worker on {host} has another cache, {store.folder()}: set EXTRACTOR_CACHE to one "
                "folder that all machines share."
            )
        time.sleep(0.5)
    if cache.basis(parcel.rules) != parcel.basis:
        raise WorkersFail(
            f"The Dask worker on {host} has another version of this program, of Python or of a package: "
            "install the same ones everywhere."
        )
    return _patterns(parcel)


def _patterns(parcel: Parcel) -> str:
    """The run's own folder where it is here, else a copy out of the cache."""
    own = parcel.order.patterns
    if hash_of(files_of(Path(own))) == parcel.rules:
        return own
    packed = store.read(_patterns_key(parcel.rules))
    if packed is None:
        raise WorkersFail(f"patterns/ has gone from the cache {store.folder()}.")
    folder = Path(tempfile.mkdtemp(prefix="patterns-"))
    for name, content in store.unpack(packed):
        place = folder / name
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(content)
    return str(folder)


def _patterns_key(rules: str) -> str:
    return store.key_of(["patterns", rules])
