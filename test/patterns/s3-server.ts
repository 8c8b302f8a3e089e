import { createServer } from 'node:http';

/** An S3 that holds one process's worth of objects in memory: what a client needs to put, get, look at and delete them. */
export interface ObjectServer {
  readonly url: string;
  /** Keys with their content, by `<bucket>/<key>`. */
  readonly objects: ReadonlyMap<string, Buffer>;
  readonly stop: () => Promise<void>;
}

/** Takes requests as real clients send them: by path, signed with version 4. What is not signed is refused. */
export async function objectServer(): Promise<ObjectServer> {
  const objects = new Map<string, Buffer>();
  const kinds = new Map<string, string>();
  const server = createServer((request, response) => {
    const key = decodeURIComponent((request.url ?? '/').split('?')[0] ?? '').slice(1);
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const fail = (status: number, code: string): void => {
        response.writeHead(status, { 'content-type': 'application/xml' });
        response.end(request.method === 'HEAD' ? '' : `<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
      };
      if (!/^AWS4-HMAC-SHA256 Credential=/.test(request.headers.authorization ?? '')) {
        fail(403, 'AccessDenied');
        return;
      }
      const found = objects.get(key);
      if (request.method === 'PUT') {
        objects.set(key, Buffer.concat(parts));
        kinds.set(key, request.headers['content-type'] ?? 'binary/octet-stream');
        response.writeHead(200, { etag: '"1"' });
        response.end();
      } else if (request.method === 'DELETE') {
        objects.delete(key);
        response.writeHead(204);
        response.end();
      } else if (found === undefined) {
        fail(404, request.method === 'HEAD' ? '404' : 'NoSuchKey');
      } else {
        response.writeHead(200, {
          'content-length': String(found.length),
          'content-type': kinds.get(key) ?? 'binary/octet-stream',
          'last-modified': 'Mon, 23 Nov 2026 10:00:00 GMT',
          etag: '"1"',
        });
        response.end(request.method === 'HEAD' ? '' : found);
      }
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The object server has no address.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    objects,
    stop: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
