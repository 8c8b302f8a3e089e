import { wordsOf } from '../../../gates/purpose.ts';
import type { LibraryUse, Route } from '../../../link/program-graph.ts';

/** What a limiter guards, as its name and its routes tell it. */
export interface LimitPurpose {
  /** What is counted, in the plural: `sign-in tries`. */
  readonly counted: string;
  /** Whether more of them than meant let somebody guess a secret or charge a card. */
  readonly grave: boolean;
  /** The routes that told it. */
  readonly routes: readonly Route[];
}

interface PurposeWords {
  readonly counted: string;
  readonly words: ReadonlySet<string>;
}

const words = (counted: string, text: string): PurposeWords => ({ counted, words: new Set(text.split(' ')) });

/** In order of how much they say: `/auth/otp` is about codes before it is about signing in. */
const purposes: readonly PurposeWords[] = [
  words('one-time code tries', 'otp otps totp mfa 2fa twofactor pin pins verify verification challenge captcha sms'),
  words('password reset tries', 'reset resets resetpassword passwordreset forgot forgotpassword recover recovery'),
  words('payment tries', 'pay payment payments charge charges checkout refund refunds card cards billing'),
  words('token requests', 'token tokens refresh oauth apikey apikeys'),
  words('sign-up tries', 'signup register registration'),
  words(
    'sign-in tries',
    'login logins signin auth authenticate authentication session sessions password passwords credential credentials bruteforce brute',
  ),
];

const plain: LimitPurpose = { counted: 'requests', grave: false, routes: [] };

/** By the limiter's own name; else by its routes, when most of them are of that kind; else by its file. `allRoutes` counts those of the workspace. */
export function purposeOf(use: LibraryUse, name: string | null, allRoutes: number): LimitPurpose {
  const byName = name === null ? undefined : match(wordsOf(name));
  const routes = use.routes.filter((route) => route.path !== null);
  if (byName !== undefined) return { counted: byName.counted, grave: true, routes };
  const told = routes.map((route) => match(pathWords(route.path ?? '')));
  const kinds = told.filter((each) => each !== undefined);
  const [first] = kinds;
  if (first !== undefined && kinds.length * 2 > told.length) {
    const isOne = kinds.every((each) => each === first);
    return { counted: isOne ? first.counted : 'sign-in tries', grave: true, routes };
  }
  // A limiter of few routes, one of which checks a secret, is there for it; one before most routes is a general one.
  if (first !== undefined && routes.length * 2 < allRoutes) return { counted: 'requests', grave: true, routes };
  if (routes.length > 0) return plain;
  const byFile = match(wordsOf((use.file.split('/').at(-1) ?? '').replace(/\.\w+$/, '')));
  return byFile === undefined ? plain : { counted: byFile.counted, grave: true, routes };
}

function match(found: readonly string[]): PurposeWords | undefined {
  return purposes.find((each) => found.some((word) => each.words.has(word)));
}

/** The words of a path's own parts; parameters say nothing of what the route is for. */
function pathWords(path: string): readonly string[] {
  return path
    .split('/')
    .filter((part) => !part.startsWith(':') && !part.startsWith('{') && !part.startsWith('['))
    .flatMap(wordsOf);
}
