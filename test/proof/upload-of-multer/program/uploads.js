const path = require('node:path');
const multer = require('multer');

const storage = multer.diskStorage({
  destination: (_request, _file, done) => done(null, 'uploads'),
  filename: (_request, file, done) => done(null, path.basename(file.originalname)),
});

module.exports = multer({ storage, limits: { fileSize: 1024 * 1024 } });
