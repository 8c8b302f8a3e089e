import type { Picture } from './picture.ts';
import type { Component } from './types.ts';

const pagePrefix = /^(?:NEXT_PUBLIC|VITE|REACT_APP|NUXT_PUBLIC|EXPO_PUBLIC|PUBLIC|GATSBY|NG_APP)_/i;
const place = /(?:_(?:INTERNAL|EXTERNAL|BASE|ROOT))*_(?:URL|URI|HOST|HOSTNAME|ADDR|ADDRESS|ENDPOINT|ORIGIN|BASE)$/i;
const generic = /[_-]?(?:service|server|svc)$/i;

/**
 * The program or service that an environment name is called after: `ORDERS_API_URL` is the address of `orders-api`,
 * `NEXT_PUBLIC_BACKEND_URL` that of `backend`. Null where none or several could be meant.
 */
export function componentNamedBy(picture: Picture, name: string): Component | null {
  const bare = name.replace(pagePrefix, '');
  const stem = bare.replace(place, '');
  if (stem === bare || stem === '') return null;
  const answering = picture
    .all()
    .filter(({ kind, role }) => kind === 'service' || kind === 'gateway' || role === 'server');
  const called = (wanted: string) => answering.filter(({ id }) => titlesOf(id).includes(wanted));
  const exact = called(plain(stem));
  const found = exact.length > 0 ? exact : called(plain(stem.replace(generic, '')));
  const [only] = found;
  return only !== undefined && found.length === 1 ? only : null;
}

/** Whether a name ends like a service that is drawn, as `SHOP_API_URL` beside a service `api`, whose address it may be. */
export function endsLikeComponent(picture: Picture, name: string): boolean {
  const stem = plain(name.replace(place, ''));
  return picture
    .all()
    .filter(({ kind, role }) => kind === 'service' || kind === 'gateway' || role === 'server')
    .some(({ id }) => titlesOf(id).some((title) => title !== '' && stem.endsWith(title) && isPrefix(name, title)));
}

/** Whether what stands before a title is one word, as the name of a product that all names of its settings begin with. */
function isPrefix(name: string, title: string): boolean {
  const words = name.replace(place, '').split('_');
  return plain(words.slice(1).join('')) === title;
}

/** Whether a name's value goes to browsers with the pages, so that they call what it says. */
export function isForPages(name: string): boolean {
  return pagePrefix.test(name);
}

/** Whether a name's address is called; others, such as `SHOP_URL`, mostly stand in links that users follow. */
export function isOfAnswering(name: string): boolean {
  return /(?:^|_)(?:API|SERVICE|SVC|BACKEND|SERVER|GATEWAY|INTERNAL|GRAPHQL|WS|SOCKET|REALTIME)(?:_|$)/i.test(name);
}

/** `@shop/orders-api` is called `orders-api`, and `orders` where the last word only says that it answers. */
function titlesOf(id: string): readonly string[] {
  const last = id.replace(/#.*$/, '').replace(/^@[^/]+\//, '');
  return [plain(last), plain(last.replace(generic, ''))];
}

function plain(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase();
}
