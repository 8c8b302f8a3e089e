import { productionSlot } from '../../pieces/production-slot.ts';
import type { CodeTemplate } from '../../template.ts';

const head: Omit<CodeTemplate, 'text'> = {
  id: 'object_storage',
  title: 'Uploads in object storage (boto3)',
  description: 'Files in a bucket that all instances share, or on the disk of the only one',
  prefix: 'scale-object-storage',
  languages: ['python'],
  rules: ['upload-local-disk', 'fs-write-in-handler', 'fs-write-then-serve'],
  packages: { boto3: '>=1.35.0,<2' },
  slots: [productionSlot],
};

function textWith(imports: string, respond: string): string {
  return `"""Uploads in object storage, where every instance finds them.

With UPLOAD_BUCKET they go to S3, or to what speaks its language, such as
MinIO or R2, at S3_ENDPOINT_URL. Without it they stay on this disk, which is
right for exactly one instance: in production ALLOW_SINGLE_INSTANCE=1 must
say so.
"""

import mimetypes
import os
import shutil
import tempfile
from types import SimpleNamespace

import boto3
from botocore.exceptions import ClientError
${imports}

BUCKET = os.environ.get("UPLOAD_BUCKET")
if (
    not BUCKET
    and «production»
    and os.environ.get("ALLOW_SINGLE_INSTANCE") != "1"
):
    raise RuntimeError(
        "Set UPLOAD_BUCKET, or ALLOW_SINGLE_INSTANCE=1 while exactly one"
        " instance runs."
    )

_client = boto3.client(
    "s3",
    endpoint_url=os.environ.get("S3_ENDPOINT_URL") or None,
    region_name=os.environ.get("AWS_REGION") or "us-east-1",
)


def place(folder, *names):
    """Where a file is kept: its key in the bucket, or its path on this disk.

    Names may come from users: none leads out of the folder.
    """
    within = [
        part
        for name in names
        for part in str(name).replace("\\\\", "/").split("/")
        if part not in ("", ".", "..")
    ]
    if not within:
        raise ValueError("A file needs a name.")
    if not BUCKET:
        return os.path.join(folder, *within)
    # A folder beneath the program is named from there, as on any host.
    whole = os.path.abspath(folder)
    inside = os.path.relpath(whole)
    start = whole if inside.startswith(os.pardir) else inside
    parts = [part for part in start.split(os.sep) if part not in ("", ".")]
    return "/".join(parts + within)


def upload(place, content):
    """Keeps bytes, or an open file, at a place, and gives the place back."""
    if not BUCKET:
        with open(place, "wb") as file:
            if isinstance(content, bytes):
                file.write(content)
            else:
                shutil.copyfileobj(content, file)
        return place
    kind = mimetypes.guess_type(place)[0] or "application/octet-stream"
    if isinstance(content, bytes):
        _client.put_object(
            Bucket=BUCKET, Key=place, Body=content, ContentType=kind
        )
    else:
        # A client closes what it is given, which may be read again here.
        kept_open = SimpleNamespace(read=content.read)
        _client.upload_fileobj(
            kept_open, BUCKET, place, ExtraArgs={"ContentType": kind}
        )
    return place


def download(place):
    """The file at a place, open for reading; fails as \`open\` does."""
    if not BUCKET:
        return open(place, "rb")
    file = tempfile.SpooledTemporaryFile(max_size=1024 * 1024)
    try:
        _client.download_fileobj(BUCKET, place, file)
    except ClientError as error:
        if _is_missing(error):
            raise FileNotFoundError(place) from error
        raise
    file.seek(0)
    return file


def exists(place):
    """Whether there is a file at a place."""
    if not BUCKET:
        return os.path.isfile(place)
    try:
        _client.head_object(Bucket=BUCKET, Key=place)
    except ClientError as error:
        if _is_missing(error):
            return False
        raise
    return True


def remove(place):
    """Takes the file at a place away."""
    if BUCKET:
        _client.delete_object(Bucket=BUCKET, Key=place)
    else:
        os.remove(place)


${respond}


def _is_missing(error):
    return error.response["Error"]["Code"] in ("404", "NoSuchKey")
`;
}

/** Answers as Flask's own `send_file` does. */
export const flaskObjectStorage: CodeTemplate = {
  ...head,
  text: textWith(
    'from flask import abort, send_file',
    `def respond(place, **options):
    """Answers with the file at a place, or with 404."""
    try:
        file = download(place)
    except FileNotFoundError:
        abort(404)
    options.setdefault("download_name", os.path.basename(place))
    return send_file(file, **options)`,
  ),
};

/** Answers as FastAPI's \`FileResponse\` does, and streams. */
export const fastapiObjectStorage: CodeTemplate = {
  ...head,
  text: textWith(
    `from fastapi import HTTPException
from fastapi.responses import StreamingResponse`,
    `def respond(place, media_type=None, filename=None):
    """Answers with the file at a place, or with 404."""
    try:
        file = download(place)
    except FileNotFoundError:
        raise HTTPException(404, "Not Found") from None
    kind = media_type or mimetypes.guess_type(filename or place)[0]
    headers = {}
    if filename:
        name = f"attachment; filename*=utf-8''{quote(filename)}"
        headers["Content-Disposition"] = name
    parts = iter(lambda: file.read(64 * 1024), b"")
    return StreamingResponse(
        parts, media_type=kind or "text/plain", headers=headers
    )`,
  ).replace('import SimpleNamespace\n', 'import SimpleNamespace\nfrom urllib.parse import quote\n'),
};
