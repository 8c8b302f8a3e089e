import type { SnippetTemplate, TemplateClient } from '../../template.ts';

export const redisPyImports = 'from redis import Redis';

/** The process's one client of redis-py, as `redis`. */
export const redisPyClient: TemplateClient = {
  package: 'redis',
  local: 'redis',
  text: `# Half a second without an answer is an error: waiting would hold the request.
redis = Redis.from_url(
    os.environ["REDIS_URL"], socket_connect_timeout=0.5, socket_timeout=0.5
)`,
};

export const redisPy: SnippetTemplate = {
  id: 'redis-py',
  title: 'The Redis that all instances share (redis-py)',
  description: 'One pool a process, bounded, that fails fast',
  prefix: 'scale-redis',
  pattern: 'connections',
  problems: ['too many clients', 'requests hang while Redis is down', 'shared state'],
  tradeoffs:
    'Each worker of gunicorn has a pool of its own. One Redis is also one point of failure: use a managed one or Sentinel where that counts.',
  languages: ['python'],
  rules: ['db-client-per-request', 'state-module-collection'],
  packages: { redis: '>=4.3' },
  placement: 'inline',
  frameworks: [],
  files: [],
  slots: [
    { name: 'name', initial: 'redis' },
    { name: 'maximum', initial: '20' },
  ],
  text: `import os

from redis import BlockingConnectionPool, Redis

# One pool for the process. While Redis is down a command fails after half a
# second, so that no request hangs; one that finds the pool empty waits for two.
«name» = Redis(
    connection_pool=BlockingConnectionPool.from_url(
        os.environ["REDIS_URL"],
        max_connections=int(os.environ.get("REDIS_POOL_MAX", "«maximum»")),
        timeout=2,
        socket_connect_timeout=0.5,
        socket_timeout=0.5,
        health_check_interval=30,
    )
)
`,
};
