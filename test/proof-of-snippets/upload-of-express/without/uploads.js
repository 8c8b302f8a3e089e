import { Router } from 'express';
import multer from 'multer';

const upload = multer({ dest: 'uploads' });

export const router = Router();

router.post('/uploads', upload.single('file'), (request, response) => {
  response.status(201).json({ name: request.file.filename });
});
router.get('/uploads/:name', (request, response) => response.sendFile(request.params.name, { root: 'uploads' }));
