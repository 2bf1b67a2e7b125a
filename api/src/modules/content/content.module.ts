import { Module } from '@nestjs/common';
import { IpfsController } from './ipfs.controller.ts';

@Module({ controllers: [IpfsController] })
export class ContentModule {}
