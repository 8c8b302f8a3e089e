import type { SnippetTemplate } from '../../template.ts';

const shared = {
  pattern: 'stateless',
  problems: ['users are signed out', 'session is lost at a deploy', 'sticky sessions'],
  tradeoffs:
    'One request to Redis more for each request with a session. While Redis is down nobody is signed in, because a session is never guessed.',
  languages: ['python'],
  rules: ['session-memory-store', 'session-file-store'],
  prefix: 'scale-session',
  placement: 'inline',
  files: [],
} as const;

export const sessionStoreFlask: SnippetTemplate = {
  ...shared,
  id: 'session-store-flask',
  title: 'Sessions that all instances share (Flask-Session)',
  description: 'Sessions in Redis, with a cookie that is safe behind a balancer',
  prefix: 'scale-session-flask',
  packages: { flask: '>=2.2', 'flask-session': '>=0.4', redis: '>=4.3' },
  frameworks: ['flask'],
  slots: [
    { name: 'name', initial: 'use_shared_sessions' },
    { name: 'hours', initial: '12' },
    { name: 'site', initial: 'Lax', choices: ['Strict', 'None'] },
  ],
  text: `import os
from datetime import timedelta

from flask_session import Session
from redis import Redis


def «name»(app):
    """Keeps the sessions of all instances in one Redis."""
    app.config.update(
        # One made at each start would sign everybody out at a deploy.
        SECRET_KEY=os.environ["SECRET_KEY"],
        SESSION_TYPE="redis",
        SESSION_REDIS=Redis.from_url(
            os.environ["REDIS_URL"], socket_connect_timeout=0.5, socket_timeout=0.5
        ),
        SESSION_KEY_PREFIX="session:",
        SESSION_PERMANENT=True,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=«hours»),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_SAMESITE="«site»",
    )
    Session(app)
`,
};

export const sessionStoreDjango: SnippetTemplate = {
  ...shared,
  id: 'session-store-django',
  title: 'Sessions that all instances share (Django)',
  description: 'Settings: the cache in Redis, and sessions in the cache',
  prefix: 'scale-session-django',
  packages: { django: '>=4.0', redis: '>=4.3' },
  frameworks: ['django'],
  files: ['**/settings.py', '**/settings/*.py', '**/settings_*.py'],
  slots: [
    {
      name: 'engine',
      initial: 'django.contrib.sessions.backends.cache',
      choices: ['django.contrib.sessions.backends.cached_db'],
    },
    { name: 'seconds', initial: '43200' },
  ],
  text: `import os

# Sessions and limits of all instances. With cached_db the database has them
# too, so that nobody is signed out when Redis is emptied.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": os.environ["REDIS_URL"],
    }
}
SESSION_ENGINE = "«engine»"
SESSION_COOKIE_AGE = «seconds»
SESSION_COOKIE_SECURE = True
# Behind a balancer that sets or removes this header on every request, and only
# there: anybody else could say by it that plain HTTP is HTTPS.
if os.environ.get("BEHIND_BALANCER") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
`,
};
