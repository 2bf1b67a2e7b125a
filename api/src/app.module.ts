import { Module } from '@nestjs/common';
import { AuthModule } from './modules/auth/auth.public.ts';
import { ContentModule } from './modules/content/content.public.ts';
import { HealthModule } from './modules/health/health.public.ts';
import { PassportsModule } from './modules/passports/passports.public.ts';
import { ProofsModule } from './modules/proofs/proofs.public.ts';

/** All modules of the api; what they need from outside comes from `PartsModule`. */
@Module({ imports: [AuthModule, PassportsModule, ProofsModule, ContentModule, HealthModule] })
export class AppModule {}
