import { Module } from '@nestjs/common';
import { AuditModule } from './modules/audit/audit.public.ts';
import { AuthModule } from './modules/auth/auth.public.ts';
import { ContentModule } from './modules/content/content.public.ts';
import { CredentialsModule } from './modules/credentials/credentials.public.ts';
import { DocumentsModule } from './modules/documents/documents.public.ts';
import { ExchangeModule } from './modules/exchange/exchange.public.ts';
import { HealthModule } from './modules/health/health.public.ts';
import { ImportsModule } from './modules/imports/imports.public.ts';
import { LabelsModule } from './modules/labels/labels.public.ts';
import { MailModule } from './modules/mail/mail.public.ts';
import { OrganizationsModule } from './modules/organizations/organizations.public.ts';
import { PassportsModule } from './modules/passports/passports.public.ts';
import { ProofsModule } from './modules/proofs/proofs.public.ts';
import { ScanModule } from './modules/scan/scan.public.ts';
import { VaultModule } from './modules/vault/vault.public.ts';

/** All modules of the api; what they need from outside comes from `PartsModule`. */
@Module({
  imports: [
    VaultModule,
    MailModule,
    AuthModule,
    OrganizationsModule,
    PassportsModule,
    ImportsModule,
    LabelsModule,
    DocumentsModule,
    ProofsModule,
    ScanModule,
    CredentialsModule,
    ExchangeModule,
    AuditModule,
    ContentModule,
    HealthModule,
  ],
})
export class AppModule {}
