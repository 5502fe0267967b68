"""The queue that Huey keeps: a file in INSTANCE_DIR, or Redis or Valkey by QUEUE_URL; messages are JSON."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from huey import Huey, MemoryHuey, SqliteHuey
from huey.registry import Message
from huey.serializer import Serializer

NAME = "safer"
MOMENTS = ("eta", "expires_resolved")


class JsonSerializer(Serializer):  # type: ignore[misc] # huey has no types
    """Huey pickles by default: whoever could write into the queue could then run anything in the worker."""

    def _serialize(self, data: object) -> bytes:
        if isinstance(data, Message):
            fields = data._asdict()
            for name in MOMENTS:
                fields[name] = fields[name] and fields[name].isoformat()
            return json.dumps({"message": fields}).encode()
        return json.dumps({"value": data}).encode()

    def _deserialize(self, data: bytes) -> Any:
        kept = json.loads(bytes(data))
        if "message" not in kept:
            return kept["value"]
        fields = kept["message"]
        for name in MOMENTS:
            fields[name] = fields[name] and dt.datetime.fromisoformat(fields[name])
        return Message(**fields)


def make_queue(folder: Path, url: str | None, *, in_memory: bool) -> Huey:
    """The queue of this installation. No results are kept: what became of a job stands in the slice's own row."""
    # Utc: huey's times are naive, and a clock that is put back in autumn must not repeat an hour.
    options: dict[str, Any] = {"results": False, "utc": True, "serializer": JsonSerializer()}
    if in_memory:
        return MemoryHuey(NAME, **options)
    if url is not None:
        from huey import RedisHuey  # noqa: PLC0415 - the Redis client is needed only where Redis is

        return RedisHuey(NAME, url=_redis_url(url), **options)
    path = folder / "queue.sqlite3"
    path.touch(mode=0o600)
    return SqliteHuey(NAME, filename=str(path), fsync=True, **options)


def _redis_url(url: str) -> str:
    """Valkey speaks the same language; the client only knows the older name."""
    scheme, rest = url.split("://", 1)
    return f"{scheme.replace('valkey', 'redis')}://{rest}"
