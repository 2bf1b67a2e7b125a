import { Module } from '@nestjs/common';
import { BatchesController } from './http/batches.controller.ts';
import { ExportController } from './http/export.controller.ts';
import { PartsController } from './http/parts.controller.ts';
import { PassportsController } from './http/passports.controller.ts';
import { OffersController, TransfersController } from './http/transfers.controller.ts';
import { PassportCommands } from './use/passport-commands.ts';
import { PassportQueries } from './use/passport-queries.ts';
import { Readers } from './use/readers.ts';
import { Transfers } from './use/transfers.ts';

@Module({
  controllers: [
    ExportController,
    PassportsController,
    BatchesController,
    PartsController,
    OffersController,
    TransfersController,
  ],
  providers: [PassportCommands, PassportQueries, Readers, Transfers],
  exports: [Readers],
})
export class PassportsModule {}
