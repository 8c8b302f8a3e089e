import type { Library } from '../types.ts';
import { called, effect, effectsOf, made, method } from './wording.ts';

/** The language's own SMTP client, and what frameworks put around it. */
export const pythonMail: Library = {
  id: 'python-mail',
  title: 'Python: mail',
  packages: ['flask_mail', 'fastapi_mail', 'aiosmtplib'],
  types: [
    { type: 'python-mail.smtp', madeBy: [made(['smtplib'], 'SMTP'), made(['smtplib'], 'SMTP_SSL')], declaredAs: [] },
    {
      type: 'python-mail.flask',
      madeBy: [called(['flask_mail'], 'Mail'), called(['fastapi_mail'], 'FastMail')],
      declaredAs: [],
    },
    {
      type: 'python-mail.django',
      madeBy: ['EmailMessage', 'EmailMultiAlternatives'].map((name) =>
        made(['django.core.mail', 'django.core.mail.message'], name),
      ),
      declaredAs: [],
    },
  ],
  uses: [],
  effects: [
    effect('mail', method('python-mail.smtp', 'sendmail', 'send_message')),
    effect('mail', method('python-mail.flask', 'send', 'send_message')),
    effect('mail', method('python-mail.django', 'send')),
    ...effectsOf('mail', ['django.core.mail'], ['send_mail', 'send_mass_mail', 'mail_admins']),
    ...effectsOf('mail', ['aiosmtplib'], ['send']),
  ],
  citation: { title: 'Python: smtplib', url: 'https://docs.python.org/3/library/smtplib.html' },
};
