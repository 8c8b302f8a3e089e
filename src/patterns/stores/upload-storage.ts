import type { CodeTemplate } from '../template.ts';

/**
 * What multer writes, in a bucket. It takes the options of multer's own disk storage and tells the same of a file, so that
 * whatever keeps its name or path goes on as before.
 */
export const uploadStorage: CodeTemplate = {
  id: 'upload-storage',
  title: 'Uploads in object storage (multer)',
  description: 'Uploads in a bucket that all instances share, or on the disk of the only one',
  prefix: 'scale-upload-storage',
  languages: ['typescript', 'javascript'],
  rules: ['upload-local-disk'],
  packages: { '@aws-sdk/client-s3': '^3.600.0', '@aws-sdk/lib-storage': '^3.600.0' },
  slots: [],
  text: `import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, isAbsolute, join, normalize, relative, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DeleteObjectCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
‹import type { Request, RequestHandler, Response } from 'express';
›import { diskStorage‹, type DiskStorageOptions, type StorageEngine› } from 'multer';

// With UPLOAD_BUCKET files go to S3, or to what speaks its language, such as MinIO or R2, at S3_ENDPOINT_URL. Without it
// they stay on this disk, which is right for exactly one instance: in production ALLOW_SINGLE_INSTANCE=1 must say so.
let connected‹: { client: S3Client; bucket: string } | undefined›;

function connect() {
  const bucket = process.env.UPLOAD_BUCKET;
  if (!bucket) {
    if (process.env.NODE_ENV === 'production' && process.env.ALLOW_SINGLE_INSTANCE !== '1') {
      throw new Error('Set UPLOAD_BUCKET, or ALLOW_SINGLE_INSTANCE=1 while exactly one instance runs.');
    }
    return null;
  }
  const endpoint = process.env.S3_ENDPOINT_URL;
  const region = process.env.AWS_REGION || 'us-east-1';
  connected ??= {
    client: new S3Client(endpoint ? { region, endpoint, forcePathStyle: true } : { region }),
    bucket,
  };
  return connected;
}

/** The key of a path: files keep their folder and their name. */
function keyOf(place‹: string›) {
  const whole = resolve(place);
  const inside = relative(process.cwd(), whole);
  const key = inside.startsWith('..') || isAbsolute(inside) ? whole : inside;
  return key
    .split(sep)
    .filter((part) => part !== '')
    .join('/');
}

/** Multer's disk storage, or the same folders and names in the bucket. */
export function uploadStorage(options‹: DiskStorageOptions›)‹: StorageEngine› {
  const storage = connect();
  if (storage === null) return diskStorage(options);
  const { client, bucket } = storage;
  const { destination, filename } = options;
  return {
    _handleFile(request, file, done) {
      const keep = async (folder‹: string›, name‹: string›) => {
        const path = join(folder, name);
        let size = 0;
        const counted = async function* () {
          for await (const part of file.stream) {
            size += part.length;
            yield part;
          }
        };
        const params = { Bucket: bucket, Key: keyOf(path), Body: Readable.from(counted()), ContentType: file.mimetype };
        await new Upload({ client, params }).done();
        return { destination: folder, filename: name, path, size };
      };
      const named = (folder‹: string›) => {
        const finish = (error‹: Error | null›, name‹: string›) => {
          if (error) done(error);
          else keep(folder, name).then((kept) => done(null, kept), done);
        };
        if (filename) filename(request, file, finish);
        else finish(null, randomBytes(16).toString('hex'));
      };
      if (typeof destination === 'function') {
        destination(request, file, (error, folder) => (error ? done(error) : named(folder)));
      } else named(destination || tmpdir());
    },
    // Multer takes files back when another of the same request could not be kept.
    _removeFile(_request, file, done) {
      client
        .send(new DeleteObjectCommand({ Bucket: bucket, Key: keyOf(file.path) }))
        .then(() => done(null), done);
    },
  };
}

/**
 * Gives out the uploads of a folder from the bucket. \`disk\` answers for what is not there, and for everything where there
 * is no bucket. \`within\` is the folder of uploads in it, where other files lie there as well.
 */
export function withUploads(disk‹: RequestHandler›, folder‹: string›, within = '')‹: RequestHandler› {
  if (connect() === null) return disk;
  const start = join('/', within, '/');
  return (request, response, next) => {
    const name = nameIn(request.path);
    const isAsked = request.method === 'GET' || request.method === 'HEAD';
    if (!isAsked || name === null || !name.startsWith(start)) {
      disk(request, response, next);
      return;
    }
    send(join(folder, name), request, response).then((isSent) => {
      if (!isSent) disk(request, response, next);
    }, next);
  };
}

/** The file that an address names, which never leads out of the folder; null for none. */
function nameIn(path‹: string›) {
  try {
    const name = normalize(join('/', decodeURIComponent(path)));
    return name.endsWith('/') || name.includes('/.') || name.includes('\\0') ? null : name;
  } catch {
    return null;
  }
}

/** Answers with a file of the bucket; false where it is not there. */
async function send(place‹: string›, request‹: Request›, response‹: Response›) {
  const storage = connect();
  if (storage === null) return false;
  const { range, 'if-range': unlessChanged } = request.headers;
  const asked = { Bucket: storage.bucket, Key: keyOf(place) };
  let found;
  try {
    found = await storage.client.send(new GetObjectCommand(range && !unlessChanged ? { ...asked, Range: range } : asked));
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'InvalidRange') {
      response.sendStatus(416);
      return true;
    }
    // Who may not list a bucket is told that what is not there is forbidden.
    if (name === 'AccessDenied') console.error('The bucket refuses, or has no', asked.Key);
    if (['NoSuchKey', 'AccessDenied', 'KeyTooLongError'].includes(name)) return false;
    throw error;
  }
  response.status(found.ContentRange ? 206 : 200);
  // As from a disk: the name says what a file is, not whoever sent it.
  response.type(extname(place) || 'application/octet-stream');
  const told = {
    'Content-Length': found.ContentLength,
    'Content-Range': found.ContentRange,
    ETag: found.ETag,
    'Last-Modified': found.LastModified?.toUTCString(),
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'public, max-age=0',
  };
  for (const [header, value] of Object.entries(told)) if (value !== undefined) response.setHeader(header, value);
  if (request.fresh) {
    response.removeHeader('Content-Length');
    response.status(304);
  }
  if (request.fresh || request.method === 'HEAD' || !(found.Body instanceof Readable)) {
    if (found.Body instanceof Readable) found.Body.destroy();
    response.end();
    return true;
  }
  // Who goes away in the middle of a file is nobody's mistake.
  await pipeline(found.Body, response).catch(() => response.destroy());
  return true;
}

/** Removes an upload, from the bucket and from this disk, where one of earlier days may lie. */
export function removeUpload(
  place‹: string›,
  done‹?: (error: NodeJS.ErrnoException | null) => void›,
)‹: Promise<void>› {
  const removing = remove(place);
  return done === undefined ? removing : removing.then(() => done(null), done);
}

async function remove(place‹: string›) {
  const storage = connect();
  if (storage === null) return rm(place);
  await storage.client.send(new DeleteObjectCommand({ Bucket: storage.bucket, Key: keyOf(place) }));
  await rm(place, { force: true });
}
`,
};
