import express from 'express';
import session from 'express-session';
import cron from 'node-cron';
import { accounts } from './accounts/routes.js';
import { signInLimiter } from './accounts/sign-in-limiter.js';
import { catalogue } from './catalogue/routes.js';
import { createTables } from './database.js';
import { orders } from './orders/routes.js';
import { payments } from './payments/routes.js';
import { pictures } from './pictures/routes.js';
import { mailNightlyReport } from './reports/nightly.js';

const app = express();

app.set('trust proxy', 1);
app.use(express.json());
app.use(
  session({
    secret: process.env.SESSION_SECRET ?? 'keep-this-one-for-development',
    resave: false,
    saveUninitialized: false,
    cookie: { maxAge: 1000 * 60 * 60 * 8 },
  }),
);

app.get('/healthz', (_request, response) => {
  response.json({ ok: true });
});

app.use('/sign-in', signInLimiter);
app.use(accounts);
app.use('/catalogue', catalogue);
app.use('/orders', orders);
app.use('/payments', payments);
app.use('/pictures', pictures);

await createTables();

// Every night at three the day's takings go to the owner.
cron.schedule('0 3 * * *', mailNightlyReport);

const port = Number(process.env.PORT ?? 3000);
app.listen(port, () => {
  console.log(`The shop listens on ${port}.`);
});
