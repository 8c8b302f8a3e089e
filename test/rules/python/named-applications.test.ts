import { checkRules, type RuleCase } from '../check-rule.ts';
import { moduleRules } from '../kept-rules.ts';

/** A server that code starts by the name of its application, in an image that runs the tool of a pyproject. */
function named(name: string, start: string, more: Partial<RuleCase> = {}): RuleCase {
  return {
    name,
    files: `
    # file: pyproject.toml
    [project]
    name = "shop"
    [project.scripts]
    shop = "shop.server:main"
    # file: Dockerfile
    FROM python:3.12
    WORKDIR /app
    COPY . .
    CMD ["sh", "-c", "uv run shop --port 80"]
    # file: shop/__init__.py
    # file: shop/server.py
    import uvicorn
    def main():
        ${start}
    # file: shop/web.py
    from fastapi import FastAPI
    carts = {}
 #  ^^^^^ state-module-collection
    def make_app():
        app = FastAPI()
        @app.post("/carts/{id}")
        def place(id: str, item: str):
            carts[id] = item
        @app.get("/carts/{id}")
        def show(id: str):
            return carts[id]
        return app
    `,
    ...more,
  };
}

const noSuchName = { name: 'the module has no such name', replace: [['web:make_app', 'web:read']] } as const;

const hits: readonly RuleCase[] = [
  named('an application that uvicorn.run is told by name', 'uvicorn.run("shop.web:make_app", factory=True)', {
    silentWhen: [
      noSuchName,
      { name: 'no manifest offers the tool', replace: [['project.scripts', 'project.urls']] },
      { name: 'the text is only printed around', replace: [['"shop.web:make_app"', '"run shop.web:make_app"']] },
    ],
  }),
  named(
    'an application in the settings of a server',
    'uvicorn.Server(uvicorn.Config("shop.web:make_app", factory=True)).run()',
    { silentWhen: [noSuchName] },
  ),
];

checkRules(moduleRules, hits);
