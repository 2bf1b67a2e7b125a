import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.ts';
import { openApiOf } from './openapi-document.ts';
import { PartsModule } from './parts.module.ts';

/** The OpenAPI document as it is committed. Nothing is connected: routes are read, not started. */
export async function generateOpenApi(): Promise<string> {
  @Module({ imports: [PartsModule.empty(), AppModule] })
  class RoutesModule {}

  const app = await NestFactory.create<NestFastifyApplication>(RoutesModule, new FastifyAdapter(), {
    logger: false,
    preview: true,
    abortOnError: false,
  });
  const text = `${JSON.stringify(openApiOf(app), null, 2)}\n`;
  await app.close();
  return text;
}
