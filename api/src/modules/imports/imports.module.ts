import { Module } from '@nestjs/common';
import { ImportsController } from './http/imports.controller.ts';
import { JobsController } from './http/jobs.controller.ts';
import { JobDesk } from './use/job-desk.ts';
import { StartImport } from './use/start-import.ts';

@Module({
  controllers: [ImportsController, JobsController],
  providers: [JobDesk, StartImport],
})
export class ImportsModule {}
