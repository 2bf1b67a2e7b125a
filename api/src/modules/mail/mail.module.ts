import { Global, Module } from '@nestjs/common';
import { Mailer } from './mailer.ts';

/** Global: what to write is each module's own matter, how it leaves is decided here. */
@Global()
@Module({ providers: [Mailer], exports: [Mailer] })
export class MailModule {}
