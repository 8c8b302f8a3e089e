import { setTimeout } from 'node:timers/promises';

/** Drawing a letter takes a while. */
export async function sendLetter(customer, order) {
  await setTimeout(1500);
  await fetch(`${process.env.LETTERS}/letters`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ customer, order }),
  });
}
