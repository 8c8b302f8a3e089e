import express, { Router } from 'express';
import multer from 'multer';

const upload = multer({ dest: 'uploads/' });

export const pictures = Router();

pictures.post('/', upload.single('picture'), (request, response) => {
  response.status(201).json({ picture: `/pictures/${request.file?.filename}` });
});

pictures.use(express.static('uploads'));
