import { Module } from '@nestjs/common';
import { AuditController } from './http/audit.controller.ts';
import { AuditTrail } from './use/audit-trail.ts';

@Module({ controllers: [AuditController], providers: [AuditTrail] })
export class AuditModule {}
