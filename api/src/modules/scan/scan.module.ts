import { Module } from '@nestjs/common';
import { PageController } from './http/page.controller.ts';
import { ResolverController } from './http/resolver.controller.ts';
import { ScanController } from './http/scan.controller.ts';
import { ScansController } from './http/scans.controller.ts';
import { PassportPage } from './use/passport-page.ts';
import { PassportRepresentations } from './use/passport-representations.ts';
import { ResolveLink } from './use/resolve-link.ts';
import { ScanCounts } from './use/scan-counts.ts';
import { ScanPages } from './use/scan-pages.ts';
import { ScansOfPassport } from './use/scans-of-passport.ts';

@Module({
  controllers: [ScanController, PageController, ResolverController, ScansController],
  providers: [
    PassportPage,
    PassportRepresentations,
    ResolveLink,
    ScanCounts,
    ScanPages,
    ScansOfPassport,
  ],
  exports: [PassportRepresentations],
})
export class ScanModule {}
