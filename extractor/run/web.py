"""One polite request at a time: robots.txt, pauses, size limits, and no address inside a private network."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

if TYPE_CHECKING:
    import httpx

AGENT = "council-complaints-extractor"
MOST_REDIRECTS = 5
ROBOTS_BYTES = 500_000
REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Refused(Exception):
    """An address that is not fetched, with one plain clause saying why."""


@dataclass(frozen=True)
class Limits:
    """How much is asked of servers."""

    pause: float = 2.0
    """Seconds between two requests to one host."""
    most_bytes: int = 100_000_000
    seconds: float = 30.0
    """For a connection, and between two pieces of an answer."""
    whole: float = 600.0
    """For one file from beginning to end."""
    allow_private: bool = False
    """For tests: addresses of this machine and of private networks too."""


@dataclass
class Web:
    """A client that keeps the rules of each host."""

    client: httpx.Client
    limits: Limits
    robots: dict[str, RobotFileParser | None] = field(default_factory=dict)
    """By origin; None where its robots.txt could not be had, so that nothing may be fetched."""
    asked: dict[str, float] = field(default_factory=dict)
    """By host, when it was last asked."""

    @contextmanager
    def get(self, url: str, headers: Mapping[str, str]) -> Iterator[httpx.Response]:
        """The answer after redirects, its body still to be read. Raises Refused and httpx.HTTPError.

        Args:
            url: an address on the web; each redirect is held against the same rules.
            headers: further headers of the request.
        """
        for _ in range(MOST_REDIRECTS + 1):
            if not self._may(url):
                raise Refused("its robots.txt does not allow it")
            with self._once(url, headers) as answer:
                onwards = answer.headers.get("location")
                if answer.status_code not in REDIRECTS or not onwards:
                    yield answer
                    return
                url = urljoin(url, onwards)
        raise Refused(f"it is redirected more than {MOST_REDIRECTS} times")

    @contextmanager
    def _once(self, url: str, headers: Mapping[str, str]) -> Iterator[httpx.Response]:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme not in ("http", "https") or not host:
            raise Refused(f"{url} is not a web address")
        address = self._public(host, parts.port or (443 if parts.scheme == "https" else 80))
        self._wait(host)
        # The very address that was looked at is asked, so that a name cannot change its mind in between.
        literal = f"[{address}]" if ":" in address else address
        port = f":{parts.port}" if parts.port else ""
        request = self.client.build_request(
            "GET",
            parts._replace(netloc=literal + port, fragment="").geturl(),
            headers={**headers, "Host": host + port, "Accept-Encoding": "identity"},
            extensions={"sni_hostname": host},
        )
        answer = self.client.send(request, stream=True, follow_redirects=False)
        try:
            yield answer
        finally:
            answer.close()

    def _public(self, host: str, port: int) -> str:
        """An address of the host, if all of them are public. Raises Refused."""
        try:
            found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
        except (OSError, UnicodeError) as error:
            raise Refused(f"there is no host {host}") from error
        private = [one for one in found if not ipaddress.ip_address(one.partition("%")[0]).is_global]
        if private and not self.limits.allow_private:
            raise Refused(f"{host} is inside a private network")
        return sorted(found)[0]

    def _wait(self, host: str) -> None:
        since = time.monotonic() - self.asked.get(host, float("-inf"))
        if since < self.limits.pause:
            time.sleep(self.limits.pause - since)
        self.asked[host] = time.monotonic()

    def _may(self, url: str) -> bool:
        """Does the host's robots.txt allow the address? A host that cannot say allows nothing."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self.robots:
            self.robots[origin] = self._rules(origin)
        rules = self.robots[origin]
        return rules is not None and rules.can_fetch(AGENT, url)

    def _rules(self, origin: str) -> RobotFileParser | None:
        import httpx

        rules = RobotFileParser()
        try:
            with self._once(f"{origin}/robots.txt", {}) as answer:
                if answer.status_code >= 500:
                    return None
                body = b"" if answer.status_code >= 300 else capped(answer, ROBOTS_BYTES)
        except (httpx.HTTPError, httpx.InvalidURL):
            return None
        rules.parse(body.decode("utf-8", "replace").splitlines())
        return rules


def capped(answer: httpx.Response, most: int) -> bytes:
    """The first bytes of a body, `most` at the most."""
    body = b""
    for piece in answer.iter_raw():
        body += piece
        if len(body) >= most:
            break
    return body[:most]
