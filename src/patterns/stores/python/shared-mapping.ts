import { productionSlot } from '../../pieces/production-slot.ts';
import type { CodeTemplate } from '../../template.ts';

const common = {
  prefix: 'scale-shared-mapping',
  languages: ['python'],
  rules: ['state-module-collection', 'state-singleton-field'],
  slots: [productionSlot],
} as const;

const about = `"""Entries that all instances share, kept in Redis at REDIS_URL.

Without REDIS_URL an instance keeps entries in its own memory, which is right
for exactly one: in production ALLOW_SINGLE_INSTANCE=1 must say so.
"""`;

const promise = `    """Text keys and JSON values under a prefix of their own.

    An entry is gone so many days after it was last set; with None it stays. A
    value that is read is a copy: what is changed in it counts once the entry
    is set again. What JSON would give back as something else raises TypeError
    when it is set. While Redis is down every use raises redis.RedisError,
    because whether an entry is there is never guessed.
    """`;

const start = `    def __init__(self, prefix: str, days: Optional[float]) -> None:
        self._prefix = prefix
        self._seconds = None if days is None else int(days * 24 * 60 * 60)
        url = os.environ.get("REDIS_URL")
        self._store = _InRedis(url) if url else _InMemory()`;

const alone = `        in_production = «production»
        is_alone = os.environ.get("ALLOW_SINGLE_INSTANCE") == "1"
        if in_production and not is_alone:
            raise RuntimeError(
                "Set REDIS_URL, or ALLOW_SINGLE_INSTANCE=1 while exactly one"
                " instance runs."
            )
        self._entries: Dict[str, str] = {}`;

const naming = `    def _name(self, key: str) -> str:
        return self._prefix + ":" + key`;

const written = `def _written(key: Any, value: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"Keys are texts, not {type(key).__name__}.")
    _check(value)
    return json.dumps(value)


def _check(value: Any) -> None:
    """Raises TypeError for what JSON would not give back as it was."""
    if type(value) is dict:
        for key, part in value.items():
            if type(key) is not str:
                raise TypeError(
                    "Keys of a dictionary that is kept are texts,"
                    f" not {type(key).__name__}: JSON makes texts of them."
                )
            _check(part)
    elif type(value) is list:
        for part in value:
            _check(part)
    elif value is not None and type(value) not in (str, int, float, bool):
        raise TypeError(
            f"{type(value).__name__} cannot be kept, because JSON would not"
            " give it back as it was. Keep texts, numbers, True, False, None,"
            " lists, and dictionaries with texts for keys."
        )`;

/** A dictionary's own words, so that the code that uses it stays as it is. */
export const sharedMapping: CodeTemplate = {
  ...common,
  id: 'shared-mapping',
  title: 'Dictionary that all instances share',
  description: 'Text keys and JSON values in Redis, or in memory where one instance runs',
  packages: { redis: '>=5.2.1,<7' },
  text: `${about}

import json
import os
from typing import Any, Dict, Optional

import redis

_MISSING = object()


class SharedMapping:
${promise}

${start}

    def __getitem__(self, key: Any) -> Any:
        written = self._read(key)
        if written is None:
            raise KeyError(key)
        return json.loads(written)

    def __setitem__(self, key: str, value: Any) -> None:
        written = _written(key, value)
        self._store.write(self._name(key), written, self._seconds)

    def __delitem__(self, key: Any) -> None:
        if self._take(key) is None:
            raise KeyError(key)

    def __contains__(self, key: Any) -> bool:
        return self._read(key) is not None

    def get(self, key: Any, default: Any = None) -> Any:
        written = self._read(key)
        return default if written is None else json.loads(written)

    def pop(self, key: Any, default: Any = _MISSING) -> Any:
        written = self._take(key)
        if written is not None:
            return json.loads(written)
        if default is _MISSING:
            raise KeyError(key)
        return default

    def clear(self) -> None:
        self._store.clear(f"{self._prefix}:")

    # A key that is no text is never there.
    def _read(self, key: Any) -> Optional[str]:
        if not isinstance(key, str):
            return None
        return self._store.read(self._name(key))

    def _take(self, key: Any) -> Optional[str]:
        if not isinstance(key, str):
            return None
        return self._store.take(self._name(key))

${naming}


${written}


class _InRedis:
    def __init__(self, url: str) -> None:
        # Half a second without an answer is an error.
        self._client = redis.Redis.from_url(
            url,
            decode_responses=True,
            socket_connect_timeout=0.5,
            socket_timeout=0.5,
        )

    def read(self, name: str) -> Optional[str]:
        return self._client.get(name)

    def write(
        self, name: str, written: str, seconds: Optional[int]
    ) -> None:
        self._client.set(name, written, ex=seconds)

    def take(self, name: str) -> Optional[str]:
        steps = self._client.pipeline()
        steps.get(name)
        steps.delete(name)
        return steps.execute()[0]

    def clear(self, prefix: str) -> None:
        for name in self._client.scan_iter(match=f"{prefix}*"):
            self._client.delete(name)


class _InMemory:
    def __init__(self) -> None:
${alone}

    def read(self, name: str) -> Optional[str]:
        return self._entries.get(name)

    def write(
        self, name: str, written: str, seconds: Optional[int]
    ) -> None:
        self._entries[name] = written

    def take(self, name: str) -> Optional[str]:
        return self._entries.pop(name, None)

    def clear(self, prefix: str) -> None:
        for name in list(self._entries):
            if name.startswith(prefix):
                del self._entries[name]
`,
};

/** The same for functions that wait: words of its own, because a language's brackets cannot. */
export const asyncSharedMapping: CodeTemplate = {
  ...common,
  id: 'shared-mapping-async',
  title: 'Entries that all instances share, awaited',
  description: 'Text keys and JSON values in Redis, or in memory where one instance runs',
  packages: { redis: '>=5.2.1,<7' },
  text: `${about}

import json
import os
from typing import Any, Dict, Optional

import redis.asyncio

_MISSING = object()


class SharedMapping:
${promise}

${start}

    async def fetch(self, key: Any) -> Any:
        written = await self._read(key)
        if written is None:
            raise KeyError(key)
        return json.loads(written)

    async def put(self, key: str, value: Any) -> None:
        written = _written(key, value)
        await self._store.write(self._name(key), written, self._seconds)

    async def remove(self, key: Any) -> None:
        if await self._take(key) is None:
            raise KeyError(key)

    async def has(self, key: Any) -> bool:
        return await self._read(key) is not None

    async def get(self, key: Any, default: Any = None) -> Any:
        written = await self._read(key)
        return default if written is None else json.loads(written)

    async def pop(self, key: Any, default: Any = _MISSING) -> Any:
        written = await self._take(key)
        if written is not None:
            return json.loads(written)
        if default is _MISSING:
            raise KeyError(key)
        return default

    async def clear(self) -> None:
        await self._store.clear(f"{self._prefix}:")

    # A key that is no text is never there.
    async def _read(self, key: Any) -> Optional[str]:
        if not isinstance(key, str):
            return None
        return await self._store.read(self._name(key))

    async def _take(self, key: Any) -> Optional[str]:
        if not isinstance(key, str):
            return None
        return await self._store.take(self._name(key))

${naming}


${written}


class _InRedis:
    def __init__(self, url: str) -> None:
        # Half a second without an answer is an error.
        self._client = redis.asyncio.Redis.from_url(
            url,
            decode_responses=True,
            socket_connect_timeout=0.5,
            socket_timeout=0.5,
        )

    async def read(self, name: str) -> Optional[str]:
        return await self._client.get(name)

    async def write(
        self, name: str, written: str, seconds: Optional[int]
    ) -> None:
        await self._client.set(name, written, ex=seconds)

    async def take(self, name: str) -> Optional[str]:
        steps = self._client.pipeline()
        steps.get(name)
        steps.delete(name)
        return (await steps.execute())[0]

    async def clear(self, prefix: str) -> None:
        async for name in self._client.scan_iter(match=f"{prefix}*"):
            await self._client.delete(name)


class _InMemory:
    def __init__(self) -> None:
${alone}

    async def read(self, name: str) -> Optional[str]:
        return self._entries.get(name)

    async def write(
        self, name: str, written: str, seconds: Optional[int]
    ) -> None:
        self._entries[name] = written

    async def take(self, name: str) -> Optional[str]:
        return self._entries.pop(name, None)

    async def clear(self, prefix: str) -> None:
        for name in list(self._entries):
            if name.startswith(prefix):
                del self._entries[name]
`,
};
