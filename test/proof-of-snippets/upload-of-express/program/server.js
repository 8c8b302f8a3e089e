import express from 'express';

// The SDK has names of its own for what the store of a proof is called.
process.env.AWS_ENDPOINT_URL_S3 = process.env.S3_ENDPOINT_URL;
process.env.AWS_REGION = 'us-east-1';
const { router } = await import('./uploads.js');

const app = express();
app.get('/', (_request, response) => response.json({}));
app.use(router);
// What the bucket gives out, as a browser that follows the link sees it.
app.get('/seen/:name', async (request, response) => {
  const found = await fetch(`http://127.0.0.1:${process.env.PORT}/uploads/${request.params.name}`);
  response.status(found.status).send(await found.text());
});
app.listen(Number(process.env.PORT));
