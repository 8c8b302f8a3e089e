import type { SnippetTemplate } from '../../template.ts';

export const uploadObjectStorage: SnippetTemplate = {
  id: 'upload-object-storage',
  title: 'Upload to object storage (boto3)',
  description: 'Puts a file into a bucket under a name of its own, and links to it',
  prefix: 'scale-upload',
  pattern: 'storage',
  problems: ['uploaded file is not found', 'files are lost at a deploy', 'share files between instances'],
  tradeoffs:
    'Each upload passes through the service; for large files let the browser send to a presigned address instead.',
  placement: 'inline',
  frameworks: [],
  files: [],
  languages: ['python'],
  rules: ['upload-local-disk', 'fs-write-in-handler', 'fs-write-then-serve'],
  packages: { boto3: '>=1.26' },
  slots: [
    { name: 'folder', initial: 'uploads' },
    { name: 'seconds', initial: '300' },
  ],
  text: `import mimetypes
import os
from uuid import uuid4

import boto3

# S3, or what speaks its language at S3_ENDPOINT_URL, such as MinIO or R2.
s3 = boto3.client("s3", endpoint_url=os.environ.get("S3_ENDPOINT_URL"))
BUCKET = os.environ["UPLOAD_BUCKET"]


def upload(file, filename):
    """Keeps an open file and gives its key, which belongs in the database.

    Of the user's own name only the ending is kept. It blocks: in a coroutine,
    await run_in_threadpool(upload, file, filename).
    """
    ending = os.path.splitext(filename)[1].lower()
    kind = mimetypes.guess_type(filename)[0] or "application/octet-stream"
    key = f"«folder»/{uuid4().hex}{ending}"
    s3.upload_fileobj(file, BUCKET, key, ExtraArgs={"ContentType": kind})
    return key


def link(key):
    """An address that gives the file out for «seconds» s, past the service."""
    return s3.generate_presigned_url(
        "get_object",
        Params={"Bucket": BUCKET, "Key": key},
        ExpiresIn=«seconds»,
    )
`,
};
