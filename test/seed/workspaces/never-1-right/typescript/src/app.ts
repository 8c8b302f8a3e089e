import { basename } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import express from 'express';
import multer from 'multer';

const app = express();
const received = multer({ storage: multer.memoryStorage() });
const client = new S3Client({});

const s3 = {
  async upload(file: Express.Multer.File): Promise<string> {
    const key = basename(file.originalname);
    await client.send(new PutObjectCommand({ Bucket: process.env.UPLOADS_BUCKET, Key: key, Body: file.buffer }));
    return key;
  },
};

// RIGHT - shared storage (S3, database)
async function uploadFile(file: Express.Multer.File): Promise<string> {
  return s3.upload(file);
}

app.post('/files', received.single('file'), async (request, response) => {
  if (request.file === undefined) {
    response.status(400).end();
    return;
  }
  response.status(201).json({ key: await uploadFile(request.file) });
});

app.listen(3000);
