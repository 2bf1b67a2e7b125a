import 'reflect-metadata';
import type { ServerResponse } from 'node:http';
import fastifyCookie from '@fastify/cookie';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { AppModule } from './app.module.ts';
import { countRequests } from './http/count-requests.ts';
import { describeError } from './http/describe-error.ts';
import { ErrorFilter } from './http/error-filter.ts';
import { nestLogger } from './http/nest-logger.ts';
import { useRateLimits } from './http/rate-limits.ts';
import { requestId } from './http/request-id.ts';
import { useManners } from './http/manners.ts';
import { useMultipart } from './http/multipart.ts';
import { BODY_LIMIT, useStrictJsonBody } from './http/strict-json-body.ts';
import { StrictValidationPipe } from './http/strict-validation-pipe.ts';
import { Credentials } from './modules/auth/auth.public.ts';
import { openApiOf } from './openapi-document.ts';
import { PartsModule } from './parts.module.ts';
import type { ApiParts } from './parts.ts';

/** The api, ready to `listen()` or `inject()`; closing it leaves the parts to who made them. */
export async function createApi(parts: ApiParts): Promise<NestFastifyApplication> {
  @Module({ imports: [PartsModule.of(parts), AppModule] })
  class RootModule {}

  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    genReqId: requestId,
    requestIdHeader: false,
    forceCloseConnections: 'idle',
    // Long enough for a large file on a slow line, not for ever.
    requestTimeout: 300_000,
    trustProxy: parts.config.TRUSTED_PROXIES,
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: refuseMalformed(parts),
  });
  const app = await NestFactory.create<NestFastifyApplication>(RootModule, adapter, {
    logger: nestLogger(parts.logger),
    abortOnError: false,
  });
  useStrictJsonBody(app);
  await useMultipart(app);
  app.useGlobalFilters(new ErrorFilter(parts.logger, parts.clock));
  app.useGlobalPipes(new StrictValidationPipe());
  await useManners(app, parts.config);
  await app.getHttpAdapter().getInstance().register(fastifyCookie);
  const credentials = app.get(Credentials);
  await useRateLimits(app, parts.config, (request) => credentials.identify(request));
  countRequests(app, parts.metrics);
  SwaggerModule.setup('api/docs', app, () => openApiOf(app), {
    jsonDocumentUrl: 'api/docs/openapi.json',
    yamlDocumentUrl: 'api/docs/openapi.yaml',
  });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

/** A URL that cannot be decoded never reaches Nest, so it is answered here, in the same shape. */
function refuseMalformed({ clock }: Pick<ApiParts, 'clock'>) {
  return (error: unknown, request: { id: string }, reply: { raw: ServerResponse }): void => {
    const described = describeError(error);
    const timestamp = new Date(clock.now()).toISOString();
    reply.raw
      .writeHead(described.statusCode, { 'content-type': 'application/json; charset=utf-8' })
      .end(JSON.stringify({ ...described, requestId: request.id, timestamp }));
  };
}
