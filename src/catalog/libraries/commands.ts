import type { CallPattern, EffectPattern, Library } from '../types.ts';
import type { CommandPattern, LongWork } from '../work.ts';
import { argument, called, made, namedArgument } from './wording.ts';

/** Named without `node:`, which means the same module. */
const node = ['child_process'];
const python = ['subprocess'];

const packages = 'packages to be installed';
const image = 'an image to be built';
const scan = 'hosts to be scanned';
const video = 'ffmpeg to convert a video';
const office = 'LibreOffice to convert a document';
const picture = 'ImageMagick to convert a picture';

/** Programs that convert, render or dump: their start alone takes a good part of a second, their work several. */
const slow: CommandPattern['slow'] = {
  ffmpeg: video,
  avconv: video,
  soffice: office,
  libreoffice: office,
  unoconv: office,
  convert: picture,
  magick: picture,
  mogrify: picture,
  wkhtmltopdf: 'wkhtmltopdf to draw a page',
  wkhtmltoimage: 'wkhtmltoimage to draw a page',
  pandoc: 'pandoc to convert a document',
  pdflatex: 'LaTeX to set a document',
  xelatex: 'LaTeX to set a document',
  tesseract: 'tesseract to read a picture',
  gs: 'Ghostscript to convert a document',
  ghostscript: 'Ghostscript to convert a document',
  pdftoppm: 'pdftoppm to draw pages',
  inkscape: 'Inkscape to convert a drawing',
  chromium: 'a browser to start',
  'google-chrome': 'a browser to start',
  pg_dump: 'pg_dump to copy a database',
  pg_restore: 'pg_restore to fill a database',
  mysqldump: 'mysqldump to copy a database',
  mongodump: 'mongodump to copy a database',
  'yt-dlp': 'yt-dlp to fetch a video',
  'youtube-dl': 'youtube-dl to fetch a video',
  lualatex: 'LaTeX to set a document',
  latexmk: 'LaTeX to set a document',
  ocrmypdf: 'OCRmyPDF to read a document',
  'ebook-convert': 'Calibre to convert a book',
  HandBrakeCLI: 'HandBrake to convert a video',
  blender: 'Blender to draw a scene',
  'mariadb-dump': 'mariadb-dump to copy a database',
  mongorestore: 'mongorestore to fill a database',
  pg_dumpall: 'pg_dumpall to copy the databases',
  pg_basebackup: 'pg_basebackup to copy the databases',
  jadx: 'JADX to decompile an application',
  apktool: 'apktool to work on an application',
  'bundletool-all build-apks': 'bundletool to build an application',
  'bundletool build-apks': 'bundletool to build an application',
  nmap: scan,
  masscan: scan,
  nuclei: scan,
  'git clone': 'git to clone a repository',
  'docker build': image,
  'docker buildx build': image,
  'docker pull': 'an image to be fetched',
  'podman build': image,
  'pip install': packages,
  'uv pip install': packages,
  'poetry install': packages,
  'conda install': packages,
  'npm install': packages,
  'npm ci': packages,
  'yarn install': packages,
  'pnpm install': packages,
  'apt install': packages,
  'apt-get install': packages,
};

const runners: CommandPattern['runners'] = { java: '-jar', python: '-m' };

const base: Omit<CommandPattern, 'command'> = {
  slow,
  runners,
  paths: { 'ffmpeg-static': video, '@ffmpeg-installer/ffmpeg': video },
  // One frame, or a word about itself, is there at once.
  quick: [
    '-version',
    '--version',
    '-v',
    '-V',
    '-h',
    '--help',
    '-formats',
    '-codecs',
    '-vframes',
    '-frames:v',
    '-list',
    '--list-langs',
    '--dry-run',
  ],
};

function starts(call: CallPattern, ends: LongWork['ends'], command: CommandPattern): EffectPattern {
  return { call, effect: 'long-work', work: { what: 'a command', ends, command } };
}

/** A child process of Python, whose end is waited for by a method of its own. */
function startsChild(call: CallPattern, ends: LongWork['ends'], command: CommandPattern): EffectPattern {
  const work: LongWork = {
    what: 'a command',
    ends,
    command,
    waitedBy: ['wait', 'communicate'],
    limitedBy: ['timeout'],
  };
  return { call, effect: 'long-work', work };
}

const line: CommandPattern = { ...base, command: argument(0) };
const words: CommandPattern = { ...line, rest: argument(1) };

/** Commands that a program runs beside itself. Which command it is decides whether it takes long. */
export const commands: Library = {
  id: 'commands',
  title: 'Commands',
  packages: ['execa', 'cross-spawn'],
  types: [],
  uses: [],
  effects: [
    starts(called(node, 'exec'), 'event', line),
    starts(called(node, 'execSync'), 'blocks', line),
    ...['execFile', 'spawn'].map((name) => starts(called(node, name), 'event', words)),
    ...['execFileSync', 'spawnSync'].map((name) => starts(called(node, name), 'blocks', words)),
    starts(called(['cross-spawn'], 'default'), 'event', words),
    starts(called(['cross-spawn'], 'sync'), 'blocks', words),
    ...['default', 'execa'].map((name) => starts(called(['execa'], name), 'promise', words)),
    ...['execaSync', 'sync'].map((name) => starts(called(['execa'], name), 'blocks', words)),
    ...['command', 'execaCommand'].map((name) => starts(called(['execa'], name), 'promise', line)),
    ...['run', 'call', 'check_call', 'check_output', 'getoutput'].map((name): EffectPattern => {
      const work: LongWork = { what: 'a command', ends: 'blocks', command: line, limitedBy: ['timeout'] };
      return { call: called(python, name), effect: 'long-work', work };
    }),
    startsChild(made(python, 'Popen'), 'blocks', line),
    startsChild(called(['asyncio', 'asyncio.subprocess'], 'create_subprocess_shell'), 'promise', line),
    startsChild(called(['asyncio', 'asyncio.subprocess'], 'create_subprocess_exec'), 'promise', {
      ...line,
      rest: { kind: 'from', position: 1 },
    }),
    starts(called(['os'], 'system'), 'blocks', line),
    starts(called(['asyncio.subprocess', 'anyio'], 'run_process'), 'promise', {
      ...line,
      command: namedArgument('command'),
    }),
  ],
  citation: {
    title: 'Node.js: child process',
    url: 'https://nodejs.org/docs/latest/api/child_process.html',
    quote:
      'The child_process.spawnSync() function provides equivalent functionality in a synchronous manner that blocks the event loop until the spawned process either exits or is terminated.',
  },
};
