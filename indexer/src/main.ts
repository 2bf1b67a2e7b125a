import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { createLogger, LunaError, loadConfig } from '@luna/runtime';
import { startIndexer, type Indexer } from './indexer.ts';

const config = loadConfig();
const logger = createLogger({ name: 'indexer', level: config.LOG_LEVEL });

const INDEXER = Symbol('indexer');

@Module({
  providers: [{ provide: INDEXER, useFactory: () => startIndexer(config, logger) }],
})
class IndexerModule {}

async function main(): Promise<void> {
  const app = await NestFactory.createApplicationContext(IndexerModule, { logger: false });
  const indexer = app.get<Indexer>(INDEXER);
  const stop = () => {
    void indexer
      .stop()
      .then(() => app.close())
      .then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  if (error instanceof LunaError) logger.fatal({ code: error.code }, error.message);
  else logger.fatal({ err: error }, 'the indexer could not start');
  process.exit(1);
});
