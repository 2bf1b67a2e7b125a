import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { zodToOpenApi } from './http/documented-as.ts';

/** The OpenAPI document of the api, from the same schemas that validate. */
export function openApiOf(app: INestApplication): OpenAPIObject {
  const about = new DocumentBuilder()
    .setTitle('Luna Passport')
    .setDescription('Passports of industrial devices, and the proofs of their histories.')
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      description: 'An access token, or an API key such as that of $LUNA_HOME/key',
    })
    .build();
  return SwaggerModule.createDocument(app, about, { standardSchemaConverter: zodToOpenApi });
}
