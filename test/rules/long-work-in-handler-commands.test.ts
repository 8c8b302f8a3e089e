import { rule } from '../../src/rules/long-work/long-work-in-handler.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

/** A service that starts commands; `body` registers the routes. */
const flask = (body: string): string => `
  # file: requirements.txt
  flask
  # file: app.py
  import os
  import shlex
  import shutil
  import subprocess
  import sys
  import time
  from enum import Enum
  from pathlib import Path
  from flask import Flask, request
  app = Flask(__name__)
  tools = Path(os.environ['TOOLS'])
${body}
  app.run()
`;

const fastapi = (body: string): string => `
  # file: requirements.txt
  fastapi
  # file: main.py
  import asyncio
  from fastapi import FastAPI
  app = FastAPI()
${body}
`;

const silent: readonly RuleCase[] = [
  {
    name: 'a child process is started and nothing waits for its end',
    files: flask(`
  @app.post('/clone')
  def clone():
      child = subprocess.Popen(['git', 'clone', request.form['address']])
      return {'process': child.pid}`),
    gate: 'moment',
  },
  {
    name: 'a short use of a program of many uses',
    files: flask(`
  @app.get('/state')
  def state():
      subprocess.run(['git', 'rev-parse', 'HEAD'])
      subprocess.run(['git', 'commit', '-m', 'clone'])
      subprocess.run([sys.executable, '-m', 'pip', '--version', 'install'])
      subprocess.run(['docker', 'ps'])
      return 'done'`),
    gate: 'none',
  },
  {
    name: 'a Java program that nothing is known of',
    files: flask(`
  @app.get('/state')
  def state():
      subprocess.run(['java', '-jar', 'small.jar'])
      return 'done'`),
    gate: 'none',
  },
  {
    name: 'every wait gives up after a few seconds',
    files: flask(`
  @app.get('/state')
  def state():
      subprocess.run(['nmap', request.args['host']], timeout=2)
      child = subprocess.Popen(['nmap', request.args['host']])
      child.wait(timeout=3)
      return 'done'`),
    gate: 'role',
  },
  {
    name: 'a function of its own runs what others give it, and the request gives it something short',
    files: flask(`
  def run(line, shell=False):
      return subprocess.run(line if shell else line.split(), shell=shell)
  def backup():
      run('pg_dump shop')
  @app.get('/disk')
  def disk():
      run('df -h')
      return 'done'
  if 'backup' in sys.argv:
      backup()`),
    gate: 'moment',
  },
  {
    name: 'a slow program is asked for a word about itself by a letter',
    files: flask(`
  @app.get('/about')
  def about():
      subprocess.run(['ffmpeg', '-h'])
      subprocess.run('pg_dump -V', shell=True)
      return 'done'`),
    gate: 'none',
  },
  {
    name: 'the program is what one of several callers gives',
    files: flask(`
  def run(tool, path):
      return subprocess.run([tool, path])
  def convert():
      run('ffmpeg', 'in.mov')
  @app.get('/list')
  def listed():
      run('ls', request.args['folder'])
      return 'done'`),
    gate: 'none',
  },
  {
    name: 'a function of its own waits as long as it is told, which is short here',
    files: flask(`
  def rest(seconds):
      if seconds > 0:
          time.sleep(seconds)
  @app.get('/pause')
  def pause():
      rest(1)
      return 'done'`),
    gate: 'none',
  },
  {
    name: 'a child process of asyncio that is not waited for',
    files: fastapi(`
  @app.post('/clone')
  async def clone(address: str):
      child = await asyncio.create_subprocess_exec('git', 'clone', address)
      return {'process': child.pid}`),
    gate: 'moment',
  },
];

const found: readonly RuleCase[] = [
  {
    name: 'a child process whose end is waited for, with words of an enumeration',
    files: flask(`
  class Installer(Enum):
      plain = (sys.executable, '-m', 'pip')
      fast = ('uv', 'pip')
  def install(wanted, by: Installer = Installer.plain):
      child = subprocess.Popen([*by.value, 'install', *wanted])
      #                  ^^^^^ long-work-in-handler
      return child.wait()
  @app.post('/packages')
  def packages():
      install(request.json['packages'])
      return 'done'`),
    expect: [{ severity: 'warning', says: ['POST /packages waits for packages to be installed before it answers.'] }],
    silentWhen: [
      { name: 'nothing waits for it', replace: [['child.wait()', 'child.pid']] },
      { name: 'it only asks', replace: [["'install'", "'list'"]] },
      { name: 'the enumeration names another program', replace: [["'pip')", "'venv')"]] },
    ],
  },
  {
    name: 'a tool in a jar, whose list of words has a name',
    files: flask(`
  def java():
      return shutil.which('java') or '/usr/bin/java'
  def take_apart(path):
      tool = tools / 'apktool_2.10.0.jar'
      words = [java(), '-Xmx1g', '-jar', str(tool), 'd', path]
      subprocess.run(words, timeout=600)
      #          ^^^ long-work-in-handler
  @app.post('/apps')
  def apps():
      take_apart(request.form['path'])
      return 'done'`),
    expect: [{ says: ['apktool to work on an application'] }],
    silentWhen: [
      { name: 'another tool', replace: [['apktool_2.10.0', 'greeter_2.10.0']] },
      { name: 'it gives up soon', replace: [['timeout=600', 'timeout=3']] },
    ],
  },
  {
    name: 'a function inside runs what it is given, told once for the function that gives it',
    files: flask(`
  def decompile(path):
      def run(words):
          return subprocess.run(words)
      words = [str(tools / 'jadx'), path]
      if run(words).returncode == 0:
      #  ^^^ long-work-in-handler
          return
      run(words)
  @app.post('/apps')
  def apps():
      decompile(request.form['path'])
      return 'done'`),
    expect: [{ says: ['JADX to decompile an application'] }],
    silentWhen: [{ name: 'another tool', replace: [["'jadx'", "'ls'"]] }],
  },
  {
    name: 'a function of its own runs a line, split or not',
    files: flask(`
  def run(line, shell=False):
      return subprocess.run(line if shell else line.split(), shell=shell)
  @app.post('/repositories')
  def repositories():
      run(f"git clone --depth 1 {request.form['address']}")
  #   ^^^ long-work-in-handler
      return 'done'
  @app.get('/disk')
  def disk():
      run('df -h')
      return 'done'`),
    expect: [{ says: ['POST /repositories waits for git to clone a repository'] }],
    silentWhen: [{ name: 'a short one', replace: [['git clone --depth 1', 'git status']] }],
  },
  {
    name: 'a letter that asks other programs for help names a host, in a list whose program lies in a folder of the settings',
    files: flask(`
  @app.get('/backup')
  def backup():
      subprocess.run([f"{app.config.get('TOOLS')}/pg_dump", '-h', app.config.get('HOST'), '--compress=9', 'shop'])
      #          ^^^ long-work-in-handler
      return 'done'`),
    expect: [{ says: ['GET /backup waits for pg_dump to copy a database'] }],
    silentWhen: [
      { name: 'it asks for help', replace: [["'-h', app.config.get('HOST'), '--compress=9', 'shop'", "'-h'"]] },
      { name: 'another program', replace: [['/pg_dump', '/pg_isready']] },
    ],
  },
  {
    name: 'a function of its own waits as long as it is told',
    files: flask(`
  def rest(seconds):
      if seconds > 0:
          time.sleep(seconds)
  @app.get('/pause')
  def pause():
      rest(25)
  #   ^^^^ long-work-in-handler
      return 'done'`),
    expect: [{ says: ['25 seconds to pass'] }],
    silentWhen: [
      { name: 'a short one', replace: [['rest(25)', 'rest(1)']] },
      { name: 'under a condition', replace: [['      rest(25)', "      if request.args.get('slow'): rest(25)"]] },
    ],
  },
  {
    name: 'a child process of asyncio that is waited for',
    files: fastapi(`
  @app.post('/clone')
  async def clone(address: str):
      child = await asyncio.create_subprocess_exec('git', 'clone', address)
      #                     ^^^^^^^^^^^^^^^^^^^^^^ long-work-in-handler
      await child.communicate()
      return 'done'`),
    expect: [{ says: ['git to clone a repository'] }],
    silentWhen: [{ name: 'a short use', replace: [["'clone', address", "'status'"]] }],
  },
];

checkRule(rule, [...silent, ...found]);
