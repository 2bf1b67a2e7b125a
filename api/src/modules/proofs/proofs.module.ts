import { Module } from '@nestjs/common';
import { DocumentsModule } from '../documents/documents.public.ts';
import { PassportsModule } from '../passports/passports.public.ts';
import { ScanModule } from '../scan/scan.public.ts';
import { EvidenceController } from './http/evidence.controller.ts';
import { EvidenceFileController } from './http/evidence-file.controller.ts';
import { LogController } from './http/log.controller.ts';
import { LogStatusController } from './http/log-status.controller.ts';
import { TileCache } from './tile-cache.ts';
import { EvidenceDocuments } from './use/evidence-documents.ts';
import { EvidenceFiles } from './use/evidence-files.ts';
import { EvidenceOfPassport } from './use/evidence-of-passport.ts';
import { LogStatus } from './use/log-status.ts';
import { ServeLog } from './use/serve-log.ts';

@Module({
  imports: [PassportsModule, DocumentsModule, ScanModule],
  controllers: [LogController, LogStatusController, EvidenceController, EvidenceFileController],
  providers: [ServeLog, LogStatus, EvidenceFiles, EvidenceOfPassport, EvidenceDocuments, TileCache],
})
export class ProofsModule {}
