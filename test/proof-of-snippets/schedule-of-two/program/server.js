import { createServer } from 'node:http';
import './schedule.js';

createServer((_request, response) => response.end('{}')).listen(Number(process.env.PORT));
