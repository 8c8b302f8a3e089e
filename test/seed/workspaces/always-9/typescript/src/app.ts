import express from 'express';

const app = express();

app.get('/', (_request, response) => {
  response.send('hello');
});

app.listen(8000);
