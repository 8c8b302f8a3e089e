import { checkRules } from '../check-rule.ts';
import { fieldRules } from '../kept-rules.ts';

/** Copies of a database, of which one that failed is left alone for a while. */
const reader = (clock: string, asked: string, mark = '') => `
    # file: app.py
    import time
    from fastapi import FastAPI
    class Reader:
        def __init__(self, copies):
            self.copies = copies
            self.left = {}
            ${mark}
        def usable(self):
            return [copy for copy in self.copies if self.left.get(copy, 0) <= ${clock}]
        def next(self):
            return self.usable()[0]
        def none(self):
            return len(self.usable()) == 0
        def leave(self, copy):
            self.left[copy] = ${clock} + 30
        async def read(self, query):
            copy = self.copies[0] if self.none() else self.next()
            try:
                return await copy.fetch(query)
            except Exception:
                self.leave(copy)
                return None
        async def one(self, query):
            return await self.read(query)
        async def all(self, query):
            return await self.read(query)
    reader = Reader([])
    app = FastAPI()
    @app.get("/one")
    async def one():
        return await reader.one("one")
    @app.get("/all")
    async def all():
        return await reader.all("all")
    ${asked}
    # file: compose.yaml
    services:
      web:
        build: .
        command: gunicorn -w 4 app:app`;

const elsewhere = '@app.get("/left")\n    async def left(copy: str):\n        return reader.left.get(copy)';

checkRules(fieldRules, [
  {
    name: 'what failed is left alone for a while by the function that met with it, by a clock of this process',
    files: reader('time.monotonic()', ''),
    gate: 'role',
  },
  { name: 'the same by the time of day', files: reader('time.time()', ''), gate: 'role' },
  {
    name: 'another route asks for the marks',
    files: reader('time.time()', elsewhere, '#    ^^^^ state-singleton-field'),
    silentWhen: [{ name: 'nobody else asks', replace: [['return reader.left.get(copy)', 'return copy']] }],
  },
]);
