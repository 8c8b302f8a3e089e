import type { CallPattern, EffectPattern, Library } from '../types.ts';
import type { LongWork } from '../work.ts';
import { argument, called, effect, made, method } from './wording.ts';

function works(what: string, ends: LongWork['ends'], ...calls: readonly CallPattern[]): readonly EffectPattern[] {
  return calls.map((call) => ({ call, effect: 'long-work', work: { what, ends } }));
}

/** Work of which one alone is mostly over in a second or so. */
function worksBriefly(...given: Parameters<typeof works>): readonly EffectPattern[] {
  return works(...given).map((each) =>
    each.work === undefined ? each : { ...each, work: { ...each.work, brief: true } },
  );
}

const page = 'a browser to draw a page';
const drawing = 'a page to be drawn as PDF';
const document = 'a document to be converted';
const video = 'a video to be converted';
const reading = 'a picture to be read';

/** Steps of a command that is put together; what ends one starts it. */
const steps = (
  'input addInput mergeAdd output addOutput outputOptions inputOptions addOptions videoCodec audioCodec audioBitrate videoBitrate size ' +
  'noAudio noVideo format toFormat fps on once setStartTime seekInput duration setDuration complexFilter videoFilters audioFilters ' +
  'withVideoCodec withAudioCodec withSize audioChannels audioFrequency aspect autopad'
).split(' ');

/** Packages that start a converter or a browser under their call. */
export const converters: Library = {
  id: 'converters',
  title: 'Converters',
  packages: [
    ...[
      'fluent-ffmpeg',
      'html-pdf',
      'html-pdf-node',
      'html-pdf-chrome',
      'libreoffice-convert',
      'md-to-pdf',
      'lighthouse',
    ],
    ...['node-html-to-image', 'capture-website', 'tesseract.js', 'mysqldump'],
    ...['pdfkit', 'imgkit', 'weasyprint', 'pypandoc', 'pytesseract', 'docx2pdf', 'pdf2image', 'ffmpeg'],
  ],
  types: [
    {
      type: 'converters.ffmpeg',
      madeBy: [made(['fluent-ffmpeg'], 'default')],
      declaredAs: [{ modules: ['fluent-ffmpeg'], name: 'FfmpegCommand' }],
      chains: steps,
    },
    { type: 'converters.html-pdf', madeBy: [called(['html-pdf'], 'create')], declaredAs: [] },
    { type: 'converters.weasyprint', madeBy: [made(['weasyprint'], 'HTML')], declaredAs: [] },
  ],
  uses: [],
  effects: [
    ...works(video, 'event', method('converters.ffmpeg', 'run', 'save', 'saveToFile', 'mergeToFile', 'concat')),
    // https://github.com/fluent-ffmpeg/node-fluent-ffmpeg#processing
    effect(
      'file-write',
      method('converters.ffmpeg', 'output', 'addOutput', 'save', 'saveToFile', 'mergeToFile'),
      argument(0),
    ),
    ...works(drawing, 'event', method('converters.html-pdf', 'toFile', 'toBuffer')),
    ...works(drawing, 'promise', called(['html-pdf-node'], 'generatePdf'), called(['html-pdf-chrome'], 'create')),
    ...works(
      document,
      'event',
      called(['libreoffice-convert'], 'convert'),
      called(['libreoffice-convert'], 'convertWithOptions'),
    ),
    ...works(document, 'promise', called(['libreoffice-convert'], 'convertAsync')),
    ...works(drawing, 'promise', called(['md-to-pdf'], 'mdToPdf')),
    ...works(page, 'promise', called(['node-html-to-image'], 'default'), called(['lighthouse'], 'default')),
    ...works(page, 'promise', ...['file', 'buffer', 'base64'].map((name) => called(['capture-website'], name))),
    ...works(reading, 'promise', called(['tesseract.js'], 'recognize')),
    ...works('mysqldump to copy a database', 'promise', called(['mysqldump'], 'default')),
    ...worksBriefly(
      drawing,
      'blocks',
      ...['from_url', 'from_file', 'from_string'].map((name) => called(['pdfkit'], name)),
    ),
    ...works(page, 'blocks', ...['from_url', 'from_file', 'from_string'].map((name) => called(['imgkit'], name))),
    ...worksBriefly(drawing, 'blocks', method('converters.weasyprint', 'write_pdf')),
    ...worksBriefly(document, 'blocks', ...['convert_file', 'convert_text'].map((name) => called(['pypandoc'], name))),
    ...works(document, 'blocks', called(['docx2pdf'], 'convert')),
    ...works(reading, 'blocks', ...['image_to_string', 'image_to_data'].map((name) => called(['pytesseract'], name))),
    ...works(
      document,
      'blocks',
      ...['convert_from_path', 'convert_from_bytes'].map((name) => called(['pdf2image'], name)),
    ),
    ...works(video, 'blocks', called(['ffmpeg'], 'run')),
  ],
  citation: { title: 'Puppeteer: launch', url: 'https://pptr.dev/api/puppeteer.puppeteernode.launch' },
};
