import { rule } from '../../../src/rules/horizontal/boot-time-once-task.ts';
import { checkRule } from '../check-rule.ts';

/** A server behind a script, and a tool of the package's own. */
const shop = (script: string, body = 'command.upgrade(Config("alembic.ini"), "head")') => `
    # file: pyproject.toml
    [project]
    name = "shop"
    dependencies = ["flask", "click", "alembic"]
    [project.scripts]
    shop-manage = "shop.manage:cli"
    # file: shop/__init__.py
    # file: shop/app.py
    from flask import Flask
    app = Flask(__name__)
    @app.get("/")
    def home():
        return {}
    # file: shop/manage.py
    import click
    from alembic import command
    from alembic.config import Config
    @click.group()
    def cli():
        pass
    @click.command()
    def update_tables():
        ${body}
    @click.command("routes")
    def list_routes():
        print("none")
    cli.add_command(update_tables)
    cli.add_command(list_routes)
    if __name__ == "__main__":
        cli()
    # file: start.sh
    #!/bin/sh
    ${script}
    exec gunicorn shop.app:app
    # file: Dockerfile
    FROM python:3.13
    WORKDIR /app
    COPY . .
    CMD ["./start.sh"]`;

const mark = (command: string) => `${command}\n #  ${'^'.repeat(command.length)} boot-time-once-task`;
const tool = 'shop-manage update-tables';

checkRule(rule, [
  { name: 'another command of the same tool', files: shop('shop-manage routes') },
  { name: 'a command that changes no tables', files: shop(tool, 'print("nothing to do")') },
  { name: 'a command that a test decides about', files: shop(`[ -n "$MIGRATE" ] && ${tool}`) },
  {
    name: 'a command that takes a lock first',
    files: shop(tool, 'connection.execute("select pg_advisory_lock(1)"); command.upgrade(Config("a.ini"), "head")'),
  },
  { name: 'a tool of somebody else by another name', files: shop('other-manage update-tables') },
  {
    name: 'a script of the package in front of the server',
    files: shop(mark(tool)),
    silentWhen: [
      {
        name: 'another command',
        replace: [
          [tool, 'shop-manage routes'],
          ['^'.repeat(tool.length), '^'],
        ],
      },
    ],
  },
  {
    name: 'the same by its file',
    files: shop(mark('python shop/manage.py update-tables')),
    silentWhen: [{ name: 'another command', replace: [['manage.py update-tables', 'manage.py routes']] }],
  },
]);
