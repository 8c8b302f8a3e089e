import { describe, expect, it } from 'vitest';
import { type Files, manifest, programLines, see, server } from './workspace.ts';

const image = (command: string) =>
  `FROM python:3.12\nWORKDIR /srv\nCOPY . .\nCMD [${command
    .split(' ')
    .map((word) => `"${word}"`)
    .join(', ')}]\n`;
const compose = 'services:\n  web:\n    build: .\n';
const project = (script: string) => `[project]\nname = "shop"\n[project.scripts]\n${script}\n`;
const web = "from fastapi import FastAPI\napp = FastAPI()\n\n@app.get('/')\ndef index():\n    return 'hello'\n";
const runs = (text: string, name = 'main') => `import uvicorn\n\ndef ${name}():\n    uvicorn.run('${text}', port=80)\n`;
const config = (text: string) =>
  `import uvicorn\n\ndef main():\n    uvicorn.Server(uvicorn.Config('${text}', port=80)).run()\n`;
const shop = { 'shop/__init__.py': '', 'shop/web.py': web };

describe('scripts of a manifest of Python', () => {
  it.each<[string, Files, readonly string[]]>([
    [
      'that only make the application, to print what it offers, are a tool',
      {
        'shop/__init__.py': '',
        'pyproject.toml': project('shop = "shop.cli:main"'),
        'shop/cli.py':
          'import click\n\n@click.command()\ndef main():\n    from shop.work import make\n    print(make().openapi())\n',
        'shop/work.py': 'from fastapi import FastAPI\n\ndef make():\n    return FastAPI()\n',
      },
      ['shop other shop/cli.py ×?'],
    ],
    [
      'whose commands never come to start the server of a file that they use are a tool',
      {
        ...shop,
        'pyproject.toml': project('shop = "shop.cli:main"'),
        'shop/cli.py': 'from shop.work import count\n\ndef main():\n    count()\n',
        'shop/work.py': `def count():\n    return 1\n\n${runs('shop.web:app', 'serve')}`,
      },
      ['shop other shop/cli.py ×?'],
    ],
    [
      'whose commands start a server in another file are one, whatever runs them',
      {
        ...shop,
        'pyproject.toml': project('shop = "shop.cli:main"'),
        'shop/cli.py': 'import click\n\n@click.command()\ndef main():\n    from shop.work import serve\n    serve()\n',
        'shop/work.py': runs('shop.web:app', 'serve'),
      },
      ['shop server shop/cli.py ×?'],
    ],
    [
      'of npm stay with those who install the package',
      { 'package.json': manifest('shop', { bin: { shop: 'cli.js' } }), 'cli.js': server, Dockerfile: image('shop') },
      ['shop other cli.js ×?'],
    ],
    [
      'of another folder are not known to be there',
      {
        'tools/pyproject.toml': '[project]\nname = "tools"\n[project.scripts]\nshop = "web:main"\n',
        'tools/web.py': web,
        'api/Dockerfile': image('shop'),
        'compose.yaml': 'services:\n  web:\n    build: api\n',
      },
      ['tools server tools/web.py ×?'],
    ],
    [
      'with a server in their own file are one, whatever runs them',
      { ...shop, 'pyproject.toml': project('shop = "shop.server:main"'), 'shop/server.py': runs('shop.web:app') },
      ['shop server shop/server.py ×?'],
    ],
    [
      'with the settings of a server are one',
      { ...shop, 'pyproject.toml': project('shop = "shop.server:main"'), 'shop/server.py': config('shop.web:app') },
      ['shop server shop/server.py ×?'],
    ],
    [
      'that an image runs are its program, though the server starts in another file',
      {
        ...shop,
        'compose.yaml': compose,
        Dockerfile: image('uv run shop serve'),
        'pyproject.toml': project('shop = "shop.cli:main"'),
        'shop/cli.py': 'from shop.work import serve\n\ndef main():\n    serve()\n',
        'shop/work.py': runs('shop.web:app', 'serve'),
      },
      ['web server shop/cli.py ×?'],
    ],
    [
      'of Poetry, in a package under src',
      {
        'compose.yaml': compose,
        Dockerfile: image('poetry run shop'),
        'pyproject.toml': '[tool.poetry]\nname = "shop"\n[tool.poetry.scripts]\nshop = "shop.cli:main"\n',
        'src/shop/__init__.py': '',
        'src/shop/cli/__init__.py': runs('shop.web:app'),
        'src/shop/web.py': web,
      },
      ['web server src/shop/cli/__init__.py ×?'],
    ],
    [
      'that start what another program serves are another way to start it',
      {
        ...shop,
        'pyproject.toml': project('start = "shop.web:main"'),
        'shop/main.py': `from shop import web\nimport uvicorn\nuvicorn.run('shop.web:app')\n`,
        'shop/web.py': `${web}\ndef main():\n    import uvicorn\n    uvicorn.run('shop.web:app', reload=True)\n`,
      },
      ['shop server shop/main.py ×?'],
    ],
  ])('%s', (_name, files, expected) => {
    expect(programLines(see(files))).toEqual(expected);
  });
});
