import { Module } from '@nestjs/common';
import type { Config } from '@luna/runtime';
import { CONFIG } from '../../parts.ts';
import { PassportsModule } from '../passports/passports.public.ts';
import { BLOB_STORE } from './data/blob-store.ts';
import { clamdScanner } from './data/clamd-scanner.ts';
import { createBlobStore } from './data/create-blob-store.ts';
import { SCANNER } from './data/scanner.ts';
import { DocumentsController } from './http/documents.controller.ts';
import { FilesController } from './http/files.controller.ts';
import { AttachDocument } from './use/attach-document.ts';
import { DocumentFiles } from './use/document-files.ts';
import { DocumentQueries } from './use/document-queries.ts';
import { PublishDocument } from './use/publish-document.ts';
import { RefuseInfected } from './use/refuse-infected.ts';

const blobStore = {
  provide: BLOB_STORE,
  useFactory: createBlobStore,
  inject: [CONFIG],
};

const scanner = {
  provide: SCANNER,
  useFactory: ({ CLAMD_URL }: Config) =>
    CLAMD_URL === undefined ? undefined : clamdScanner(CLAMD_URL),
  inject: [CONFIG],
};

@Module({
  imports: [PassportsModule],
  controllers: [DocumentsController, FilesController],
  providers: [
    blobStore,
    scanner,
    DocumentFiles,
    DocumentQueries,
    RefuseInfected,
    AttachDocument,
    PublishDocument,
  ],
  exports: [DocumentFiles],
})
export class DocumentsModule {}
