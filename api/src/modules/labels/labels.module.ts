import { Module } from '@nestjs/common';
import { LabelsController } from './http/labels.controller.ts';
import { QrController } from './http/qr.controller.ts';
import { Labels } from './use/labels.ts';

@Module({ controllers: [QrController, LabelsController], providers: [Labels] })
export class LabelsModule {}
