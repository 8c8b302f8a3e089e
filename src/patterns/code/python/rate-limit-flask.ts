import type { SnippetTemplate } from '../../template.ts';

const shared = {
  pattern: 'rate-limiting',
  languages: ['python'],
  rules: ['ratelimit-memory-store'],
  packages: { 'flask-limiter': '>=3.3', redis: '>=4.3' },
  placement: 'inline',
  frameworks: ['flask'],
  files: [],
} as const;

/** The limiter, with a function that tells whom a request counts for. */
function limiter(key: string): string {
  return `# Counted in Redis, once for all instances. While Redis is down requests pass,
# so that the limiter never takes the service down with it.
limiter = Limiter(
    ${key},
    storage_uri=os.environ["REDIS_URL"],
    storage_options={"socket_connect_timeout": 1, "socket_timeout": 1},
    key_prefix="«prefix»",
    swallow_errors=True,
    # Answers tell how many requests are left, and a refusal when to come again.
    headers_enabled=True,
)`;
}

export const rateLimitPerIpFlask: SnippetTemplate = {
  ...shared,
  id: 'rate-limit-per-ip-flask',
  title: 'Rate limit per IP, counted in Redis (Flask)',
  description: 'A limit per client address that all instances count together',
  problems: ['limit is not shared', 'brute force on sign-in', 'too many requests'],
  tradeoffs:
    'One request to Redis more for each request. Many people can share one address, so leave room for an office.',
  prefix: 'scale-rate-limit-ip-flask',
  slots: [
    { name: 'name', initial: 'sign_in_limit' },
    { name: 'limit', initial: '5' },
    { name: 'window', initial: 'minute', choices: ['second', 'hour', 'day'] },
    { name: 'prefix', initial: 'limit:sign-in:' },
  ],
  text: `import os

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

${limiter('get_remote_address')}
# Call limiter.init_app(app), and put @«name» below a route's decorator.
# Behind a balancer the address needs werkzeug's ProxyFix, or it is that of
# the balancer.
«name» = limiter.shared_limit("«limit» per «window»", scope="«name»")
`,
};

export const rateLimitPerUserFlask: SnippetTemplate = {
  ...shared,
  id: 'rate-limit-per-user-flask',
  title: 'Rate limit per user, counted in Redis (Flask)',
  description: 'A limit per signed-in user, by address for everybody else',
  problems: ['one user takes all capacity', 'limit is not shared', 'fair use'],
  tradeoffs: 'It needs authentication in front of it; before that only a limit by address helps.',
  prefix: 'scale-rate-limit-user-flask',
  slots: [
    { name: 'name', initial: 'order_limit' },
    { name: 'limit', initial: '1000' },
    { name: 'window', initial: 'minute', choices: ['second', 'hour', 'day'] },
    { name: 'user', initial: 'user_id' },
    { name: 'prefix', initial: 'limit:orders:' },
  ],
  text: `import os

from flask import session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address


def user_or_address():
    """Whom a request counts for: who is signed in, or else where it is from."""
    user = session.get("«user»")
    return get_remote_address() if user is None else f"user:{user}"


${limiter('user_or_address')}
# Call limiter.init_app(app), and put @«name» below a route's decorator.
«name» = limiter.shared_limit("«limit» per «window»", scope="«name»")
`,
};

export const rateLimitPerKeyFlask: SnippetTemplate = {
  ...shared,
  id: 'rate-limit-per-key-flask',
  title: 'Rate limit per API key, counted in Redis (Flask)',
  description: 'A limit per API key that all instances count together',
  problems: ['one customer takes all capacity', 'quota per API key', 'limit is not shared'],
  tradeoffs:
    'It goes behind the check of the key: keys that somebody makes up would each have a count of their own. Quotas of a month are better counted in the database.',
  prefix: 'scale-rate-limit-key-flask',
  slots: [
    { name: 'name', initial: 'api_limit' },
    { name: 'limit', initial: '600' },
    { name: 'window', initial: 'minute', choices: ['second', 'hour', 'day'] },
    { name: 'header', initial: 'x-api-key', choices: ['authorization'] },
    { name: 'prefix', initial: 'limit:api:' },
  ],
  text: `import hashlib
import os

from flask import request
from flask_limiter import Limiter


def name_of_key():
    """Whom a request counts for. Redis is shown a name for the key, never the key."""
    key = request.headers.get("«header»", "")
    return hashlib.sha256(key.encode()).hexdigest()


${limiter('name_of_key')}
# Call limiter.init_app(app), and put @«name» below a route's decorator.
«name» = limiter.shared_limit("«limit» per «window»", scope="«name»")
`,
};
