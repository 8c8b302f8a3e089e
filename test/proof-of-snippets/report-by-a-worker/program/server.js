import express from 'express';
import { router } from './reports.js';

const app = express();
app.use(express.json());
app.get('/', (_request, response) => response.json({}));
app.use(router);
app.listen(Number(process.env.PORT));
