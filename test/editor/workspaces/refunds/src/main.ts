import express from 'express';

const refunds = new Map<string, number>();

const app = express();
app.use(express.json());

app.post('/refunds/:order', (request, response) => {
  refunds.set(request.params.order, request.body.cents);
  response.json({ cents: refunds.get(request.params.order) });
});

app.listen(3002);
