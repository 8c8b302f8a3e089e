import { rule } from '../../../src/rules/rate-limiting/ratelimit-memory-store.ts';
import { checkRule } from '../check-rule.ts';

/** A sign-in whose limiter is made with options that it takes whole. */
const shop = (lines: string, given: string, mark = '') => `
    # file: app.py
    from flask import Flask
    from flask_limiter import Limiter
    from flask_limiter.util import get_remote_address
    from shop_defaults import limits
    app = Flask(__name__)
    ${lines}
    limiter = Limiter(get_remote_address, app=app, ${given})
${mark}
    @app.post("/login")
    @limiter.limit("5 per minute")
    def login(): return ""
    # file: compose.yaml
    services:
      web:
        build: .
        command: gunicorn -w 4 app:app`;

const mark = ' #            ^^^^^^^ ratelimit-memory-store';
const silentWhen = [{ name: 'the options name a store', replace: [['"memory://"', '"redis://cache"']] }] as const;

checkRule(rule, [
  {
    name: 'options with a store',
    files: shop('OPTIONS = {"storage_uri": "redis://cache"}', '**OPTIONS'),
    gate: 'shared',
  },
  { name: 'options that are not read', files: shop('', '**limits()'), gate: 'shared' },
  {
    name: 'options that are told a store later',
    files: shop('OPTIONS = {"headers_enabled": True}; OPTIONS["storage_uri"] = "redis://cache"', '**OPTIONS'),
    gate: 'shared',
  },
  {
    name: 'options that name memory',
    files: shop('OPTIONS = {"storage_uri": "memory://"}', '**OPTIONS', mark),
    silentWhen,
  },
  {
    name: 'options that say nothing of a store',
    files: shop('OPTIONS = {"headers_enabled": True}', '**OPTIONS', mark),
    silentWhen: [{ name: 'they do', replace: [['"headers_enabled": True', '"storage_uri": "redis://cache"']] }],
  },
]);
