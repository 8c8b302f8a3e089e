import express from 'express';
import { apiLimiter } from './limit.js';

const app = express();
app.get('/', (_request, response) => response.json({}));
app.post('/orders', apiLimiter, (_request, response) => response.json({}));
app.listen(Number(process.env.PORT));
