import Koa from 'koa';
import { limitOrders } from './limit.js';

const app = new Koa();
app.use(async (context, next) => {
  context.state.userId = context.get('x-user') || undefined;
  context.body = {};
  if (context.path === '/orders') await limitOrders(context, next);
});
app.listen(Number(process.env.PORT));
