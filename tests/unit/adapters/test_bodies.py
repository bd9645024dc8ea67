from __future__ import annotations

import asyncio
import contextlib
import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.http.bodies import read_body
from bot.domain.errors import FetchError

TEXT = b"Officers arrested a man in Lakeshore. " * 40


async def read(data: bytes, encoding: str | None = None, *, size: int = 7, limit: int = 100_000):
    async def chunks():
        for start in range(0, len(data), size):
            yield data[start : start + size]

    return await read_body(chunks(), encoding=encoding, length=None, limit=limit)


async def refusal(*arguments, **named) -> str:
    with pytest.raises(FetchError) as error:
        await read(*arguments, **named)
    return error.value.reason


@pytest.mark.parametrize("size", [1, 2, 3, 64, 100_000])
@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "GZIP", "identity, gzip"])
async def test_packed_bodies_are_read_whatever_their_pieces(encoding, size):
    assert await read(gzip.compress(TEXT), encoding, size=size) == TEXT


async def test_codings_come_off_in_the_reverse_of_their_order():
    body = gzip.compress(zlib.compress(TEXT))

    assert await read(body, "deflate, gzip") == TEXT


async def test_z02_every_cut_of_a_gzip_body_is_noticed():
    whole = gzip.compress(TEXT)
    for length in range(3, len(whole)):
        assert await refusal(whole[:length], "gzip") == "incomplete"


async def test_z02_every_cut_of_a_deflate_body_is_noticed():
    whole = zlib.compress(TEXT)
    for length in range(len(whole)):
        assert await refusal(whole[:length], "deflate") == "incomplete"


async def test_z02_a_packed_body_of_nothing_is_incomplete():
    assert await refusal(b"", "gzip") == "incomplete"


async def test_z02_a_gz_file_sent_as_a_file_is_opened():
    assert await read(gzip.compress(TEXT)) == TEXT


async def test_z01_a_bomb_inside_a_bomb_is_stopped():
    inner = gzip.compress(bytes(10_000_000))

    assert await refusal(gzip.compress(inner), "gzip") == "too-large"


async def test_z01_members_add_up_to_the_limit():
    many = gzip.compress(bytes(60_000)) * 3

    assert await refusal(many, "gzip") == "too-large"


async def test_z04_the_limit_itself_is_allowed():
    assert len(await read(bytes(100_000), size=4096)) == 100_000
    assert await refusal(bytes(100_001), size=4096) == "too-large"


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip, gzip", "compress"])
async def test_unknown_codings_are_refused(encoding):
    assert await refusal(TEXT, encoding) == "unacceptable"


@given(st.binary(max_size=300), st.sampled_from([None, "gzip", "deflate", "gzip, deflate"]))
def test_any_bytes_are_read_or_refused(data, encoding):
    with contextlib.suppress(FetchError):
        asyncio.run(read(data, encoding))
