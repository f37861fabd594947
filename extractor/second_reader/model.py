"""A language model as the second reader, by the chat interface of OpenAI that most servers speak.

Nothing is sent unless it was asked for, and then the questions alone, each with the page of
instructions. What comes back is text to be parsed: only codings of numbers are taken from it, and
they are held against the question like anybody's answers.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from extractor.lexicon import store
from extractor.lexicon.rulebook import Rulebook
from extractor.second_reader.questions import Question
from extractor.second_reader.schema import instructions, schema

if TYPE_CHECKING:
    import httpx

KEYS = ("EXTRACTOR_READER_KEY", "OPENAI_API_KEY")
"""Where in the environment the key is looked for; it is written nowhere."""
LETTERS = 3.0
"""A token has at least so many letters, roughly: an estimate on the dear side."""
TOKENS_A_NUMBER, TOKENS_BESIDE = 60, 200
"""What an answer may take; more is cut off by the server."""
LONGEST_REPLY = 1_000_000
"""Bytes; more is not read."""
_PARTS = ("settings", "columns", "rows", "numbers")
_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_SHAPES = ("json_schema", "json_object with a schema", "json_object", "")
"""How JSON is asked for, the second as llama.cpp has it: what a server refuses, no later question tries."""
_REFUSED = frozenset({400, 422})
"""Servers say so of a request that they do not understand; others name `response_format` in any error."""
_IN_A_ROW = 3
"""Questions that fail one after the other before the rest are not tried."""


class ModelFault(Exception):
    """A model that cannot be asked, with one sentence saying why."""


@dataclass(frozen=True)
class Endpoint:
    """A server, a model of it, and what it may take."""

    url: str
    model: str
    key: str = ""
    seconds: float = 120
    """For one question."""
    tries: int = 4
    pause: float = 2
    """Seconds before the second try; each later one waits twice as long."""
    jobs: int = 4
    """Questions asked at the same time."""
    budget: int = 2_000_000
    """Tokens, sent and received together; never more."""

    @property
    def address(self) -> str:
        """Where questions are posted."""
        base = self.url.rstrip("/")
        return base if base.endswith("/chat/completions") else f"{base}/chat/completions"


@dataclass
class Spent:
    """What was asked and what it took."""

    answered: int = 0
    from_cache: int = 0
    sent: int = 0
    """Tokens."""
    received: int = 0
    failed: list[str] = field(default_factory=list)
    """One sentence for each question without an answer."""
    stopped: str = ""
    """The sentence that says why the rest was not tried; '' where the budget or nothing stopped it."""
    left: int = 0
    """Questions that were not tried any more."""


class _Failure(Exception):
    """A try that failed, and why in one clause.

    Another try may do better where it is to be made `again`, `after` as many seconds as the server
    asks for; where it is `of_all`, no other question can do better either. Where the server refused
    the `form` in which JSON was asked for, it may take another.
    """

    def __init__(
        self, clause: str, again: bool = False, after: float = 0.0, of_all: bool = False, form: bool = False
    ) -> None:
        super().__init__(clause)
        self.clause, self.again, self.after, self.of_all, self.form = clause, again, after, of_all, form


def estimate(questions: Sequence[Question], book: Rulebook) -> tuple[int, int]:
    """(tokens to send, tokens to receive at most) for all questions."""
    page = instructions(book)
    sent = sum(_tokens(page, one) for one in questions)
    return sent, sum(_most(one) for one in questions)


def _tokens(page: str, question: Question) -> int:
    return int((len(page) + len(_shown(question))) / LETTERS) + 1


def _most(question: Question) -> int:
    return TOKENS_BESIDE + TOKENS_A_NUMBER * len(question.numbers)


def _shown(question: Question) -> str:
    return json.dumps({"question": question.hash, **question.body}, ensure_ascii=False)


def read(
    questions: Sequence[Question],
    endpoint: Endpoint,
    book: Rulebook,
    write: Callable[[Mapping[str, Any]], None],
) -> Spent:
    """Ask the model every question and hand each answer to `write`, one at a time.

    Raises ModelFault where the server cannot be asked at all; what was answered before is written.
    """
    if not endpoint.url.startswith(("http://", "https://")):
        raise ModelFault(f"'{endpoint.url}' is not a web address that begins with http:// or https://.")
    try:
        import httpx
    except ImportError as error:
        name = "council-complaints-extractor[reader]"
        raise ModelFault(f"Asking a model needs the package httpx: pip install '{name}'.") from error
    head = {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
    timeout = httpx.Timeout(endpoint.seconds)
    with httpx.Client(headers=head, timeout=timeout, follow_redirects=False, trust_env=False) as client:
        asking = _Asking(client, endpoint, book, write)
        with ThreadPoolExecutor(max_workers=endpoint.jobs) as pool:
            list(pool.map(asking.one, questions))
    if asking.spent.stopped and not asking.spent.answered:
        raise ModelFault(asking.spent.stopped)
    return asking.spent


class _Asking:
    """One pass over the questions; its counts are shared by the threads."""

    def __init__(
        self,
        client: httpx.Client,
        endpoint: Endpoint,
        book: Rulebook,
        write: Callable[[Mapping[str, Any]], None],
    ) -> None:
        self._client, self._endpoint, self._book = client, endpoint, book
        self._write = write
        self._page = instructions(book)
        self._lock = threading.Lock()
        self._shape = 0
        self._reserved = 0
        self._in_a_row = 0
        self.spent = Spent()

    def one(self, question: Question) -> None:
        """Ask one question, unless it was answered before or nothing may be spent any more."""
        key = self._key(question)
        kept = store.read(key)
        if kept is not None:
            self._done(json.loads(kept), True)
            return
        most = _tokens(self._page, question) + _most(question)
        with self._lock:
            spent = self.spent.sent + self.spent.received
            if self.spent.stopped or spent + self._reserved + most > self._endpoint.budget:
                self.spent.left += 1
                return
            self._reserved += most
        try:
            answer = self._tried(question)
        except _Failure as failure:
            self._failed(question, failure)
        else:
            store.write(key, json.dumps(answer).encode())
            self._done(answer, False)
        finally:
            with self._lock:
                self._reserved -= most

    def _key(self, question: Question) -> str:
        """By the model, its instructions and all that it is shown."""
        parts = (self._endpoint.model, self._page, _shown(question))
        return store.key_of(("answer", *parts))

    def _done(self, answer: Mapping[str, Any], from_cache: bool) -> None:
        with self._lock:
            self._write(answer)
            self.spent.answered += 1
            self.spent.from_cache += from_cache
            self._in_a_row = 0

    def _failed(self, question: Question, failure: _Failure) -> None:
        with self._lock:
            self.spent.failed.append(f"Question {question.hash}: {failure.clause}.")
            self._in_a_row += 1
            if failure.of_all or self._in_a_row >= _IN_A_ROW:
                self.spent.stopped = f"{self._endpoint.url} cannot be asked: {failure.clause}."

    def _tried(self, question: Question) -> dict[str, Any]:
        """The answer, after as many tries as it takes and is allowed."""
        wait = self._endpoint.pause
        for left in range(self._endpoint.tries - 1, -1, -1):
            try:
                return self._asked(question)
            except _Failure as failure:
                if not failure.again or not left:
                    raise
                time.sleep(min(max(failure.after, wait), 60 * self._endpoint.pause))
                wait *= 2
        raise AssertionError("there is always a last try")

    def _asked(self, question: Question) -> dict[str, Any]:
        reply = self._posted(question)
        try:
            text = reply["choices"][0]["message"]["content"]
        except (KeyError, IndexError, TypeError):
            text = None
        if not isinstance(text, str):
            raise _Failure("the reply holds no message")
        self._count(question, reply.get("usage"), text)
        return {"question": question.hash, "reader": self._reader(reply), **_parsed(text)}

    def _count(self, question: Question, usage: Any, text: str) -> None:
        """What the server says that it took, or the estimate, whichever is more."""
        said = usage if isinstance(usage, dict) else {}
        sent, received = (said.get(name) for name in ("prompt_tokens", "completion_tokens"))
        with self._lock:
            least = int(len(text) / LETTERS / 2)
            self.spent.sent += sent if isinstance(sent, int) and sent > 0 else _tokens(self._page, question)
            self.spent.received += max(received if isinstance(received, int) else 0, least)

    def _reader(self, reply: Mapping[str, Any]) -> str:
        """The model's name and version, as far as the server tells it."""
        parts = [str(reply.get(name) or "") for name in ("model", "system_fingerprint")]
        version = " ".join(part for part in parts if part and part != self._endpoint.model)
        name = f"{self._endpoint.model} ({version})" if version else self._endpoint.model
        return "".join(letter for letter in name if letter.isprintable())[:100]

    def _posted(self, question: Question) -> Mapping[str, Any]:
        """The server's reply as JSON."""
        while True:
            shape = self._shape
            try:
                return self._reply(question, _SHAPES[shape])
            except _Failure as failure:
                if failure.form and shape + 1 < len(_SHAPES):
                    self._shape = max(self._shape, shape + 1)
                    continue
                raise

    def _reply(self, question: Question, shape: str) -> Mapping[str, Any]:
        import httpx

        request: dict[str, Any] = {
            "model": self._endpoint.model,
            "temperature": 0,
            "max_tokens": _most(question),
            "messages": [
                {"role": "system", "content": self._page},
                {"role": "user", "content": f"{_shown(question)}\n\nAnswer with one JSON object alone."},
            ],
        }
        if shape:
            request["response_format"] = _form(shape, schema(self._book, question.numbers))
        try:
            with self._client.stream("POST", self._endpoint.address, json=request) as reply:
                body = b"".join(self._within_limits(reply.iter_bytes()))
        except httpx.TimeoutException as error:
            clause = f"no answer came within {self._endpoint.seconds:g} seconds"
            raise _Failure(clause, again=True) from error
        except httpx.HTTPError as error:
            raise _Failure("the connection failed", again=True) from error
        return _json(reply.status_code, reply.headers, body)

    def _within_limits(self, parts: Iterator[bytes]) -> Iterator[bytes]:
        size, end = 0, time.monotonic() + self._endpoint.seconds
        for part in parts:
            size += len(part)
            if size > LONGEST_REPLY:
                raise _Failure("the reply is far too long")
            if time.monotonic() > end:
                raise _Failure(f"no answer came within {self._endpoint.seconds:g} seconds", again=True)
            yield part


def _form(shape: str, answer: Mapping[str, Any]) -> dict[str, Any]:
    """The request for JSON in one of `_SHAPES`."""
    if shape == "json_schema":
        return {"type": shape, "json_schema": {"name": "answer", "schema": answer}}
    return {"type": "json_object"} | ({"schema": answer} if shape != "json_object" else {})


def _json(status: int, headers: Mapping[str, str], body: bytes) -> Mapping[str, Any]:
    """The body of a good reply. Raises _Failure with what is wrong with another."""
    if status in (401, 403):
        raise _Failure(f"the key is not accepted (HTTP {status}); it is read from {KEYS[0]}", of_all=True)
    if status != 200:
        wait = headers.get("retry-after", "")
        after = float(wait) if wait.isdigit() else 0.0
        form = status in _REFUSED or b"response_format" in body
        of_all = status in (301, 302, 307, 308, 404, 405)
        raise _Failure(f"HTTP {status}", status in _AGAIN, after, of_all, form)
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        if body.lstrip()[:1] == b"<":
            raise _Failure("it answers with a web page, not with JSON", of_all=True) from error
        raise _Failure("the reply is not JSON", again=True) from error
    if not isinstance(found, dict):
        raise _Failure("the reply is not a JSON object")
    return found


def _parsed(text: str) -> dict[str, Any]:
    """The parts of an answer that a model's text holds; who answers what is not its to say."""
    body = text.strip()
    if body.startswith("```"):
        body = body.split("\n", 1)[-1].rsplit("```", 1)[0]
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _Failure("the model's answer is not a JSON object", again=True) from error
    if not isinstance(said, dict) or not isinstance(said.get("numbers"), dict):
        raise _Failure("the model's answer is JSON, but says nothing of any number", again=True)
    return {part: said[part] for part in _PARTS if part in said}
