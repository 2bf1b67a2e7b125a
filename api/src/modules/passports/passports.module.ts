import { Module } from '@nestjs/common';
import { BatchesController } from './http/batches.controller.ts';
import { PassportsController } from './http/passports.controller.ts';
import { PassportCommands } from './use/passport-commands.ts';
import { PassportQueries } from './use/passport-queries.ts';

@Module({
  controllers: [PassportsController, BatchesController],
  providers: [PassportCommands, PassportQueries],
})
export class PassportsModule {}
