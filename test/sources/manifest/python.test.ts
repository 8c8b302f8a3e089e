import { describe, expect, it } from 'vitest';
import { readFile } from '../../../src/sources/formats.ts';

function dependencies(path: string, text: string): readonly string[] {
  const { manifest } = readFile(path, text);
  if (manifest?.kind !== 'package') throw new Error('No package.');
  return manifest.dependencies.map(({ name, range, group }) => `${name} ${range} ${group}`);
}

describe("Python's manifests", () => {
  it('are read by PEP 621 and PEP 735', () => {
    const text = `
[project]
name = "shop"
requires-python = ">=3.11"
dependencies = ["Flask[async]>=3.0,<4", "gunicorn", "x @ git+https://example.com/x"]
[project.optional-dependencies]
fast = ["uvloop==0.19; sys_platform != 'win32'"]
[project.scripts]
serve = "shop.cli:main"
[dependency-groups]
dev = ["pytest~=8.0", { include-group = "lint" }]
`;
    const { manifest, problems } = readFile('pyproject.toml', text);
    expect(problems).toEqual([]);
    expect(manifest).toMatchObject({
      name: 'shop',
      ecosystem: 'python',
      engine: '>=3.11',
      bin: { serve: 'shop/cli.py' },
    });
    expect(dependencies('pyproject.toml', text)).toEqual([
      'flask >=3.0,<4 runtime',
      'gunicorn * runtime',
      'x * runtime',
      'uvloop ==0.19 optional',
      'pytest ~=8.0 development',
    ]);
  });

  it('are read as Poetry writes them', () => {
    const text = `
[tool.poetry]
name = "shop"
[tool.poetry.dependencies]
python = "^3.11"
django = "^5.0"
celery = { version = "^5.3", extras = ["redis"] }
[tool.poetry.group.dev.dependencies]
ruff = "*"
`;
    expect(dependencies('api/pyproject.toml', text)).toEqual([
      'django ^5.0 runtime',
      'celery ^5.3 runtime',
      'ruff * development',
    ]);
  });

  it('are read as requirements, without options, paths and links', () => {
    const text =
      '# packages\n-r base.txt\nFlask==3.0  # web\n  redis>=5 ; python_version > "3.8"\n./local\nhttps://example.com/a.whl\n--hash=sha256:1\nsqlalchemy\n';
    expect(dependencies('requirements.txt', text)).toEqual([
      'flask ==3.0 runtime',
      'redis >=5 runtime',
      'sqlalchemy * runtime',
    ]);
    expect(dependencies('requirements-dev.txt', 'pytest\n')).toEqual(['pytest * development']);
    expect(dependencies('requirements/production.txt', 'gunicorn\n')).toEqual(['gunicorn * runtime']);
  });

  it('are read as a Pipfile', () => {
    const text = '[packages]\nflask = "*"\n[dev-packages]\nblack = ">=24"\n[requires]\npython_version = "3.12"\n';
    expect(dependencies('Pipfile', text)).toEqual(['flask * runtime', 'black >=24 development']);
  });

  it('that are broken give a problem and no facts', () => {
    const { manifest, problems } = readFile('pyproject.toml', '[project\nname = ');
    expect(manifest).toBeNull();
    expect(problems).toHaveLength(1);
  });
});
