import { STATUS_CODES } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { addExamples } from './http/document-examples.ts';
import { describeParameters } from './http/document-parameters.ts';
import {
  addRefusals,
  errorSchema,
  type Operation,
  type Responses,
} from './http/document-refusals.ts';
import { addSecurity, SECURITY_SCHEMES } from './http/document-security.ts';
import { zodToOpenApi } from './http/documented-as.ts';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** The OpenAPI document of the api, from the same schemas that validate. */
export function openApiOf(app: INestApplication): OpenAPIObject {
  const about = new DocumentBuilder()
    .setTitle('Luna Passport')
    .setDescription('Passports of industrial devices, and the proofs of their histories.')
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .build();
  const document = SwaggerModule.createDocument(app, about, {
    standardSchemaConverter: zodToOpenApi,
  });
  const schemas = { ...document.components?.schemas, Error: errorSchema };
  const responses: Responses = {};
  document.components = { schemas, responses, securitySchemes: SECURITY_SCHEMES };
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = methods[method];
      if (operation === undefined) continue;
      describeAnswers(operation);
      describeParameters(path, operation);
      addSecurity(method, operation);
      addRefusals(path, method, operation, responses);
      addExamples(operation, schemas);
    }
  }
  return document;
}

function describeAnswers({ responses }: Operation): void {
  for (const [status, response] of Object.entries(responses)) {
    if (response === undefined || '$ref' in response) continue;
    response.description ||= STATUS_CODES[status] ?? '';
  }
}
