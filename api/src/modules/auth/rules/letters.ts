import type { Locale } from './locale.ts';

type Texts = { subject: string; text: string };

/** The letters about an account, by what they are for; `link` is the whole address. */
const LETTERS = {
  verify: {
    en: (link: string) => ({
      subject: 'Confirm your e-mail address',
      text: `Welcome to Luna Passport.

Open this link within 30 minutes to confirm your address and finish the registration:
${link}

If you have not registered, do not open it: nothing happens without it.
`,
    }),
    zh: (link: string) => ({
      subject: '确认您的电子邮箱地址',
      text: `欢迎使用 Luna Passport。

请在 30 分钟内打开以下链接，确认您的邮箱并完成注册：
${link}

如果您没有注册，请不要打开此链接；不打开则不会有任何变化。
`,
    }),
  },
  known: {
    en: (link: string) => ({
      subject: 'You already have an account',
      text: `Somebody, perhaps you, has just tried to register this address with Luna Passport. It has an account already, and nothing has been changed.

Sign in, or choose a new password, here:
${link}
`,
    }),
    zh: (link: string) => ({
      subject: '您已有账户',
      text: `有人（也许是您本人）刚刚尝试用此邮箱注册 Luna Passport。此邮箱已有账户，没有任何变化。

请在此登录或设置新密码：
${link}
`,
    }),
  },
  reset: {
    en: (link: string) => ({
      subject: 'Choose a new password',
      text: `Open this link within 30 minutes to choose a new password for Luna Passport. It ends all your sessions.
${link}

If you have not asked for it, do nothing: your password stays as it is.
`,
    }),
    zh: (link: string) => ({
      subject: '设置新密码',
      text: `请在 30 分钟内打开以下链接，为 Luna Passport 设置新密码。您的所有会话将随之结束。
${link}

如果您没有提出此请求，请忽略此邮件，您的密码不会改变。
`,
    }),
  },
  changed: {
    en: (link: string) => ({
      subject: 'How you sign in has been changed',
      text: `Your password or second factor for Luna Passport has just been changed.

If that was not you, choose a new password at once:
${link}
`,
    }),
    zh: (link: string) => ({
      subject: '您的登录方式已更改',
      text: `您在 Luna Passport 的密码或双重验证刚刚被更改。

如果不是您本人操作，请立即设置新密码：
${link}
`,
    }),
  },
} as const satisfies Record<string, Record<Locale, (link: string) => Texts>>;

export type LetterKind = keyof typeof LETTERS;

/** Subject and text in the person's language. */
export function letter(kind: LetterKind, locale: Locale, link: string): Texts {
  return LETTERS[kind][locale](link);
}
