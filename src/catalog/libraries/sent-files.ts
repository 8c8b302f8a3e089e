import type { Library } from '../types.ts';
import { argument, called, effect, effectsOf, made, method, namedArgument } from './wording.ts';

const flask = ['flask', 'quart', 'flask.helpers'];
const starlette = ['fastapi.responses', 'starlette.responses'];

/** Answers that are a file of this host: what frameworks call it to send one. */
export const sentFiles: Library = {
  id: 'sent-files',
  title: 'Files as answers',
  packages: ['koa-send', 'send'],
  types: [],
  uses: [],
  effects: [
    effect('file-send', method('express.response', 'sendFile', 'sendfile', 'download'), argument(0)),
    effect('file-send', called(['koa-send', 'send'], 'default'), argument(1)),
    effect('file-send', called(flask, 'send_file'), argument(0)),
    // The folder says more than the name, which a request may bring.
    effect('file-send', called(flask, 'send_from_directory'), argument(0)),
    ...[argument(0), namedArgument('path')].map((path) => effect('file-send', made(starlette, 'FileResponse'), path)),
    ...effectsOf('file-send', ['sanic.response'], ['file'], argument(0)),
  ],
  citation: { title: 'Express: response.sendFile', url: 'https://expressjs.com/en/5x/api.html#res.sendFile' },
};
