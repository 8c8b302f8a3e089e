import type { SnippetTemplate } from '../template.ts';

export const uploadObjectStorageExpress: SnippetTemplate = {
  id: 'upload-object-storage-express',
  title: 'Upload to object storage (Express, multer and S3)',
  description: 'Puts a file into a bucket under a name of its own, and links to it',
  prefix: 'scale-upload',
  pattern: 'storage',
  problems: ['uploaded file is not found', 'files are lost at a deploy', 'share files between instances'],
  tradeoffs:
    'Each upload passes through the memory of the service; for large files let the browser send to a presigned address instead.',
  languages: ['typescript', 'javascript'],
  rules: ['upload-local-disk', 'fs-write-in-handler', 'fs-write-then-serve'],
  packages: {
    '@aws-sdk/client-s3': '^3.1000.0',
    '@aws-sdk/s3-request-presigner': '^3.1000.0',
    express: '^5.1.0',
    multer: '^2.0.0',
  },
  placement: 'inline',
  frameworks: ['express'],
  files: [],
  slots: [
    { name: 'path', initial: '/uploads' },
    { name: 'field', initial: 'file' },
    { name: 'megabytes', initial: '10' },
    { name: 'folder', initial: 'uploads' },
  ],
  text: `import { randomUUID } from 'node:crypto';
import { extname } from 'node:path';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { Router } from 'express';
import multer from 'multer';

const bucket = process.env.UPLOAD_BUCKET;
if (!bucket) throw new Error('Set UPLOAD_BUCKET, to the bucket that all instances share.');

// S3, or what speaks its language at AWS_ENDPOINT_URL_S3, such as MinIO, which wants the bucket in the path.
const s3 = new S3Client({
  forcePathStyle: process.env.AWS_ENDPOINT_URL_S3 !== undefined,
  requestHandler: { connectionTimeout: 2000, requestTimeout: 30_000 },
});
const upload = multer({ storage: multer.memoryStorage(), limits: { fileSize: «megabytes» * 1024 * 1024, files: 1 } });

/** Put it behind what signs in, and behind a limit: whoever reaches it may store files. */
export const router = Router();

router.post('«path»', upload.single('«field»'), async (request, response) => {
  if (request.file === undefined) {
    response.status(400).json({ error: 'Send a file as «field».' });
    return;
  }
  // Of the user's own name only the ending is kept. The name belongs in the database.
  const name = \`\${randomUUID()}\${extname(request.file.originalname).toLowerCase()}\`;
  await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: \`«folder»/\${name}\`,
      Body: request.file.buffer,
      ContentType: request.file.mimetype,
    }),
  );
  response.status(201).json({ name });
});

router.get('«path»/:name', async (request, response) => {
  // The bucket gives the file out, past the service; as an attachment, so that no page of a user's runs as yours.
  const found = new GetObjectCommand({
    Bucket: bucket,
    Key: \`«folder»/\${request.params.name}\`,
    ResponseContentDisposition: 'attachment',
  });
  response.redirect(await getSignedUrl(s3, found, { expiresIn: 300 }));
});
`,
};
