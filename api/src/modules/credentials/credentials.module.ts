import { Module } from '@nestjs/common';
import type { Config } from '@luna/runtime';
import { CONFIG } from '../../parts.ts';
import { ScanModule } from '../scan/scan.public.ts';
import { CredentialsController } from './http/credentials.controller.ts';
import { DocumentController } from './http/document.controller.ts';
import { IssuersController } from './http/issuers.controller.ts';
import { PublicationsController } from './http/publications.controller.ts';
import { Addresses } from './rules/addresses.ts';
import { Issuers } from './use/issuers.ts';
import { KeySafe } from './use/key-safe.ts';
import { PassportDocuments } from './use/passport-documents.ts';
import { RepresentDocument } from './use/represent-document.ts';
import { PublishPassport } from './use/publish-passport.ts';
import { StatusLists } from './use/status-lists.ts';
import { VerifyCredential } from './use/verify-credential.ts';

@Module({
  imports: [ScanModule],
  controllers: [
    PublicationsController,
    DocumentController,
    IssuersController,
    CredentialsController,
  ],
  providers: [
    {
      provide: Addresses,
      inject: [CONFIG],
      useFactory: (config: Config) => new Addresses(config.PUBLIC_URL),
    },
    KeySafe,
    Issuers,
    PublishPassport,
    PassportDocuments,
    RepresentDocument,
    StatusLists,
    VerifyCredential,
  ],
})
export class CredentialsModule {}
