import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Database } from '@luna/database';
import {
  BOOTSTRAP_KEY,
  CHECKS,
  CLOCK,
  CONFIG,
  CONTENT_STORE,
  LOGGER,
  METRICS,
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
      { provide: CONTENT_STORE, useValue: parts.content },
      { provide: BOOTSTRAP_KEY, useValue: parts.bootstrapKey },
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
    const tokens = [CONFIG, Database, CONTENT_STORE, BOOTSTRAP_KEY, TRUST];
    const providers = [...tokens, CLOCK, LOGGER, METRICS, CHECKS].map((provide) => ({
      provide,
      useValue: null,
    }));
    return { module: PartsModule, providers, exports: providers };
  }
}
