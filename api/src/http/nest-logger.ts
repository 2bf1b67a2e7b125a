import type { LoggerService } from '@nestjs/common';
import type { Logger } from '@luna/runtime';

/** Nest's own messages in our log: what it does at start is detail, its warnings are not. */
export function nestLogger(logger: Logger): LoggerService {
  const text = (message: unknown) => (message instanceof Error ? message.message : String(message));
  return {
    log: (message: unknown) => logger.debug(text(message)),
    debug: (message: unknown) => logger.trace(text(message)),
    verbose: (message: unknown) => logger.trace(text(message)),
    warn: (message: unknown) => logger.warn(text(message)),
    error: (message: unknown, stack?: unknown) => logger.error({ stack }, text(message)),
    fatal: (message: unknown) => logger.fatal(text(message)),
  };
}
