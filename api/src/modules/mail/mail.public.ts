export { Mailer, type Letter } from './mailer.ts';
export { MailModule } from './mail.module.ts';
