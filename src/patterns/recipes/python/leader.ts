import type { CodeTemplate } from '../../template.ts';

export const leaderPython: CodeTemplate = {
  id: 'leader-python',
  title: 'Work that one instance leads (redis-py)',
  description: 'One instance holds a lease in Redis and does the work; another takes over when it dies',
  prefix: 'scale-leader-python',
  languages: ['python'],
  rules: ['cron-in-process'],
  packages: { redis: '>=5.0' },
  slots: [{ name: 'seconds', initial: '30' }],
  text: `"""Work that one instance at a time does."""

import logging
import os
import threading
import uuid

from redis import Redis, RedisError

# Half a second without an answer is an error: waiting for Redis to come back
# would outlast the lease.
_redis = Redis.from_url(
    os.environ["REDIS_URL"], socket_connect_timeout=0.5, socket_timeout=0.5
)
_LEASE = «seconds» * 1000

# Only who holds the lease renews it, or gives it back: after its time
# somebody else may have it.
_RENEW = """
if redis.call('get', KEYS[1]) == ARGV[1] then
  return redis.call('pexpire', KEYS[1], ARGV[2])
end
return 0
"""
_GIVE_BACK = """
if redis.call('get', KEYS[1]) == ARGV[1] then
  return redis.call('del', KEYS[1])
end
return 0
"""


def lead(name, work, stop):
    """Does work on one instance at a time until \`stop\`, an Event, is set.

    Whoever holds the lease calls work(lost), and \`lost\` is set when the
    lease is lost or the program stops; the others wait, and one of them takes
    over within «seconds» s. Work that ends is begun again. An instance that
    hangs longer than its lease does not know that it lost it, so what the
    work does must bear two for that moment.
    """
    key = f"leader:{name}"
    token = str(uuid.uuid4())
    while not stop.is_set():
        try:
            taken = _redis.set(key, token, nx=True, px=_LEASE)
        except RedisError:
            taken = False
        if taken:
            _lead(key, token, work, stop)
        stop.wait(_LEASE / 3000)


def _lead(key, token, work, stop):
    lost = threading.Event()
    done = threading.Event()
    keeping = threading.Thread(
        target=_keep, args=(key, token, done, lost, stop), daemon=True
    )
    keeping.start()
    try:
        work(lost)
    except Exception:
        logging.exception("Work of the leader failed.")
    finally:
        done.set()
        keeping.join()
        try:
            _redis.eval(_GIVE_BACK, 1, key, token)
        except RedisError:
            logging.warning("A lease ends by its time alone.")


def _keep(key, token, done, lost, stop):
    """Renews the lease three times in its time."""
    waited = 0.0
    while not done.wait(0.5):
        if stop.is_set():
            lost.set()
        waited += 0.5
        if waited < _LEASE / 3000:
            continue
        waited = 0.0
        try:
            renewed = _redis.eval(_RENEW, 1, key, token, _LEASE)
        except RedisError:
            renewed = 0
        if renewed != 1:
            lost.set()
            return
`,
};
