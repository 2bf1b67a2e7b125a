import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { LunaError, type Clock, type Config, type Logger } from '@luna/runtime';
import { createTransport } from 'nodemailer';
import MailComposer, { type Options } from 'nodemailer/lib/mail-composer';
import { CLOCK, CONFIG, LOGGER } from '../../parts.ts';

/** A letter in plain text; whatever it links to stands in `text`. */
export type Letter = { to: string; subject: string; text: string };

type Transport = ReturnType<typeof createTransport>;

/** Sends mail through SMTP_URL, or leaves it as `.eml` files in `$LUNA_HOME/mail`. */
@Injectable()
export class Mailer implements OnModuleDestroy {
  readonly #config: Config;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #underway = new Set<Promise<void>>();
  #smtp: Transport | undefined;

  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(CLOCK) clock: Clock,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.#config = config;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** Resolves when the server, or the file, has it. Throws MAIL_UNAVAILABLE. */
  async send(letter: Letter): Promise<void> {
    const message = {
      from: this.#config.MAIL_FROM,
      date: new Date(this.#clock.now()),
      // Nothing a person wrote may bring a file or an address of the server's network into a letter.
      disableFileAccess: true,
      disableUrlAccess: true,
      ...letter,
    };
    try {
      if (this.#config.SMTP_URL === undefined) await this.#write(message);
      else await this.#server(this.#config.SMTP_URL).sendMail(message);
    } catch (cause) {
      throw new LunaError(
        'MAIL_UNAVAILABLE',
        'The mail server does not take the message. Try again later.',
        { retryable: true, cause },
      );
    }
  }

  /** Sends without anybody waiting, so that no answer tells by its time whether there was mail. */
  post(letter: Letter): void {
    const sending = this.send(letter)
      .catch((error: unknown) => this.#logger.error({ err: error }, 'mail not sent'))
      .finally(() => this.#underway.delete(sending));
    this.#underway.add(sending);
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.#underway);
    this.#smtp?.close();
  }

  #server(url: string): Transport {
    this.#smtp ??= createTransport({ url, connectionTimeout: 10_000, socketTimeout: 20_000 });
    return this.#smtp;
  }

  async #write(message: Options): Promise<void> {
    const composed = await new MailComposer({ ...message, newline: 'windows' }).compile().build();
    const folder = this.#config.paths.mail;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const time = new Date(this.#clock.now()).toISOString().replaceAll(':', '');
    await writeFile(join(folder, `${time}-${randomUUID()}.eml`), composed, { mode: 0o600 });
  }
}
