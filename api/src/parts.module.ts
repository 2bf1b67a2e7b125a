import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Database } from '@luna/database';
import {
  AUTH_DATABASE,
  CHECKS,
  CLOCK,
  CONFIG,
  CONTENT_STORE,
  LOGGER,
  METRICS,
  PLATFORM_DATABASE,
  PUBLIC_DATABASE,
  QUEUE,
  REQUEST_SECRET,
  TRUST,
  type ApiParts,
} from './parts.ts';

/** Gives every module the parts made outside of Nest. */
@Global()
@Module({})
export class PartsModule {
  static of(parts: ApiParts): DynamicModule {
    const providers = [
      { provide: CONFIG, useValue: parts.config },
      { provide: Database, useValue: parts.database },
      { provide: AUTH_DATABASE, useValue: parts.authDatabase },
      { provide: PUBLIC_DATABASE, useValue: parts.publicDatabase },
      { provide: PLATFORM_DATABASE, useValue: parts.platformDatabase },
      { provide: CONTENT_STORE, useValue: parts.content },
      { provide: QUEUE, useValue: parts.queue },
      { provide: REQUEST_SECRET, useValue: parts.requestSecret },
      { provide: TRUST, useValue: parts.trust },
      { provide: CLOCK, useValue: parts.clock },
      { provide: LOGGER, useValue: parts.logger },
      { provide: METRICS, useValue: parts.metrics },
      { provide: CHECKS, useValue: parts.checks },
    ];
    return { module: PartsModule, providers, exports: providers };
  }

  /** The same tokens without anything behind them, for reading the routes without starting. */
  static empty(): DynamicModule {
    const tokens = [CONFIG, Database, AUTH_DATABASE, PUBLIC_DATABASE, PLATFORM_DATABASE];
    const made = [CONTENT_STORE, QUEUE, REQUEST_SECRET, TRUST, CLOCK, LOGGER, METRICS, CHECKS];
    const providers = [...tokens, ...made].map((provide) => ({
      provide,
      useValue: null,
    }));
    return { module: PartsModule, providers, exports: providers };
  }
}
