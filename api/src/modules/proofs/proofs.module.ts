import { Module } from '@nestjs/common';
import { EvidenceController } from './http/evidence.controller.ts';
import { LogController } from './http/log.controller.ts';
import { LogStatusController } from './http/log-status.controller.ts';
import { TileCache } from './tile-cache.ts';
import { EvidenceOfPassport } from './use/evidence-of-passport.ts';
import { LogStatus } from './use/log-status.ts';
import { ServeLog } from './use/serve-log.ts';

@Module({
  controllers: [LogController, LogStatusController, EvidenceController],
  providers: [ServeLog, LogStatus, EvidenceOfPassport, TileCache],
})
export class ProofsModule {}
