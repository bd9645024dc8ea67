"""Pictures of pages: Chromium without a window, spoken to over its DevTools protocol."""

from __future__ import annotations

import asyncio
import base64
import io
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
from PIL import Image

#: Device pixels for each pixel of the page: sharp on the screens people read with.
SCALE = 2
#: Colours kept; type on flat ground needs no more, and a file is a third of its size.
COLOURS = 128
START_PATIENCE = 30.0
PACKAGES = "chromium fonts-lato fonts-inter fonts-noto-core fonts-noto-color-emoji"
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--font-render-hinting=none",
    "--remote-debugging-port=0",
)
_HEIGHT = (
    "document.fonts.ready.then("
    "() => Math.ceil(document.documentElement.getBoundingClientRect().height))"
)


class NoCameraError(Exception):
    """Chromium is not installed or does not start."""


class Camera:
    """One page of a running browser."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = count(1)

    async def shoot(self, html: str, *, width: int) -> bytes:
        """Return a PNG of the whole page at a width in CSS pixels."""
        metrics = {"width": width, "height": 800, "deviceScaleFactor": SCALE, "mobile": False}
        await self._call("Emulation.setDeviceMetricsOverride", **metrics)
        tree = await self._call("Page.getFrameTree")
        frame = tree["frameTree"]["frame"]["id"]
        await self._call("Page.setDocumentContent", frameId=frame, html=html)
        found = await self._call("Runtime.evaluate", expression=_HEIGHT, awaitPromise=True)
        area = {"x": 0, "y": 0, "width": width, "height": found["result"]["value"], "scale": 1}
        picture = await self._call(
            "Page.captureScreenshot", format="png", clip=area, captureBeyondViewport=True
        )
        return _small(base64.b64decode(picture["data"]))

    async def _call(self, method: str, **params: object) -> dict[str, Any]:
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": params})
        while True:
            answer = await self._socket.receive_json()
            if answer.get("id") != number:
                continue
            if "error" in answer:
                raise NoCameraError(f"{method}: {answer['error'].get('message')}")
            result: dict[str, Any] = answer["result"]
            return result


@asynccontextmanager
async def open_camera() -> AsyncIterator[Camera]:
    """Start Chromium with a profile of its own and close it afterwards.

    Raises NoCameraError, whose text names the remedy.
    """
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        raise NoCameraError(f"Chromium is missing. On Debian: apt-get install {PACKAGES}")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = await asyncio.create_subprocess_exec(
            program,
            *_FLAGS,
            f"--user-data-dir={profile}",
            "about:blank",
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            port = await _port(Path(profile) / "DevToolsActivePort")
            async with (
                aiohttp.ClientSession() as session,
                # A tall picture is a long message: no limit on its size.
                session.ws_connect(await _page(session, port), max_msg_size=0) as socket,
            ):
                yield Camera(socket)
        finally:
            browser.terminate()
            await browser.wait()


async def _port(written: Path) -> int:
    """Return the port that Chromium writes down once it listens."""
    for _ in range(int(START_PATIENCE * 10)):
        port = _first_line(written)
        if port:
            return int(port)
        await asyncio.sleep(0.1)
    raise NoCameraError("Chromium does not start")


def _first_line(path: Path) -> str:
    return path.read_text(encoding="ascii").partition("\n")[0] if path.exists() else ""


async def _page(session: aiohttp.ClientSession, port: int) -> str:
    async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
        pages = [each for each in await answer.json() if each["type"] == "page"]
    if not pages:
        raise NoCameraError("Chromium opened no page")
    return str(pages[0]["webSocketDebuggerUrl"])


def _small(png: bytes) -> bytes:
    """Return the picture with a palette; without dithering, because type has hard edges."""
    with Image.open(io.BytesIO(png)) as picture:
        palette = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    out = io.BytesIO()
    palette.save(out, "PNG", optimize=True)
    return out.getvalue()
