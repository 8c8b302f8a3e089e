import { wordsOf } from '../../../gates/purpose.ts';
import { singleWordsOf } from '../../../gates/words.ts';

/** What a word says about a limiter or a path. */
export interface Meant {
  /** What is counted, in the plural: `sign-in tries`. */
  readonly counted: string;
  /**
   * `secret` where more tries let somebody guess a secret, `money` where they charge a card, `account` where they make
   * one, and `costly` where each of them costs something, such as an answer of a language model.
   */
  readonly kind: 'secret' | 'money' | 'account' | 'costly';
  /** Words that much else is called by, too, so that what the handlers do must bear them out. */
  readonly unproved?: true;
}

interface MeantBy extends Meant {
  readonly words: ReadonlySet<string>;
  /** Words that mean it only where nothing else is spoken of: `/reset/:token`, and not `/counters/reset`. */
  readonly alone: ReadonlySet<string>;
}

const set = (text: string): ReadonlySet<string> => new Set(text.split(' ').filter((word) => word !== ''));

const means = (kind: Meant['kind'], counted: string, words: string, alone = ''): MeantBy => ({
  kind,
  counted,
  words: set(words),
  alone: set(alone),
});

/** In order of how much they say: `/auth/otp` is about codes before it is about signing in. */
const meanings: readonly MeantBy[] = [
  means(
    'secret',
    'one-time code tries',
    'otp otps totp mfa 2fa twofactor captcha',
    'pin verify verification challenge code sms',
  ),
  means(
    'secret',
    'password reset tries',
    'resetpassword passwordreset forgot forgotpassword recovery',
    'reset resets recover',
  ),
  means('money', 'payment tries', 'pay payment payments checkout refund refunds billing', 'charge charges card'),
  means('secret', 'token requests', 'oauth apikey apikeys', 'token tokens refresh'),
  means('account', 'sign-up tries', 'signup'),
  { ...means('account', 'sign-up tries', '', 'register registration'), unproved: true },
  means(
    'secret',
    'sign-in tries',
    'login logins signin auth authenticate authentication password passwords credential credentials bruteforce brute',
    'session sessions',
  ),
  means('costly', 'AI requests', 'ai llm gpt openai inference embedding embeddings completions'),
  means('costly', 'uploads', 'upload uploads'),
  means('costly', 'mails', 'email emails mail mails invite invitations'),
];

/** Words that stand around what is meant and speak of nothing else. */
const around = set(
  'api v1 v2 v3 v4 rest public internal app auth account accounts user users password login signin email phone sms oauth ' +
    'jwt me admin code link magic request send resend confirm validate check new ' +
    'limiter limiters limit limits rate ratelimit ratelimiter ratelimits throttle throttler middleware strict create make get',
);

/** What some names or parts of a path mean, taken together. */
export function meantBy(names: readonly string[]): Meant | null {
  const words = names.flatMap(wordsOf);
  const spoken = names.flatMap(singleWordsOf).filter((word) => !around.has(word));
  return (
    meanings.find(
      (each) =>
        words.some((word) => each.words.has(word)) ||
        (spoken.length > 0 && spoken.every((word) => each.alone.has(word))),
    ) ?? null
  );
}

/** What a limiter's own name means. A name that speaks of keys or tokens says whom it counts, and not what it guards. */
export function meantByName(names: readonly string[]): Meant | null {
  const meant = meantBy(names);
  return meant?.counted === 'token requests' ? null : meant;
}

/** Whether a path ends in a word for signing in, which nobody can be asked to have done before. */
export function endsInSignIn(path: string): boolean {
  return wordsOf(ownParts(path).at(-1) ?? '').some((word) => signInWords.has(word));
}

const signInWords = set('login signin logon');

/** The parts of a path that are its own; parameters say nothing of what the route is for. */
export function ownParts(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '' && !/^[:{[*]/.test(part));
}
