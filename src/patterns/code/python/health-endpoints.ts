import type { SnippetTemplate } from '../../template.ts';

const shared = {
  pattern: 'load-balancing',
  problems: ['balancer sends requests to a dead instance', 'restarts in a loop', 'readiness probe'],
  tradeoffs:
    'Readiness that asks a shared database takes all instances out together when it is down: leave it out where requests without it still make sense.',
  languages: ['python'],
  rules: ['shutdown-missing'],
  placement: 'inline',
  files: [],
} as const;

export const healthFastapi: SnippetTemplate = {
  ...shared,
  id: 'health-endpoints-fastapi',
  title: 'Health endpoints: live and ready (FastAPI)',
  description: 'Liveness asks the process alone; readiness asks what it needs, in time',
  prefix: 'scale-health-fastapi',
  packages: { fastapi: '>=0.92' },
  frameworks: ['fastapi'],
  slots: [
    { name: 'name', initial: 'health_of' },
    { name: 'live', initial: '/live' },
    { name: 'ready', initial: '/ready' },
    { name: 'seconds', initial: '1' },
  ],
  text: `import asyncio
import logging

from fastapi import APIRouter
from fastapi.responses import JSONResponse

logger = logging.getLogger(__name__)


def «name»(check):
    """Routes that platform and balancer ask.

    check() is awaited, and raises while the instance cannot work.
    """
    router = APIRouter()

    # It asks nothing of others: a database that is down is not mended by a
    # restart.
    @router.get("«live»")
    async def live():
        return {"status": "live"}

    @router.get("«ready»")
    async def ready():
        try:
            await asyncio.wait_for(check(), «seconds»)
        except Exception:
            logger.exception("Not ready.")
            return JSONResponse({"status": "not ready"}, 503)
        return {"status": "ready"}

    return router
`,
};

export const healthFlask: SnippetTemplate = {
  ...shared,
  id: 'health-endpoints-flask',
  title: 'Health endpoints: live and ready (Flask)',
  description: 'Liveness asks the process alone; readiness asks what it needs',
  prefix: 'scale-health-flask',
  packages: { flask: '>=2.2' },
  frameworks: ['flask'],
  slots: [
    { name: 'name', initial: 'health_of' },
    { name: 'live', initial: '/live' },
    { name: 'ready', initial: '/ready' },
  ],
  text: `import logging

from flask import Blueprint

logger = logging.getLogger(__name__)


def «name»(check):
    """Routes that platform and balancer ask.

    check() raises while the instance cannot work; what it asks must have a
    time limit of its own, such as pool_timeout and connect_timeout.
    """
    health = Blueprint("health", __name__)

    # It asks nothing of others: a database that is down is not mended by a
    # restart.
    @health.get("«live»")
    def live():
        return {"status": "live"}

    @health.get("«ready»")
    def ready():
        try:
            check()
        except Exception:
            logger.exception("Not ready.")
            return {"status": "not ready"}, 503
        return {"status": "ready"}

    return health
`,
};
