import { Controller, Get, Header } from '@nestjs/common';
import { ApiExtension, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { JWK } from 'jose';
import { z } from 'zod';
import { SigningKeys } from '../use/signing-keys.ts';

const jwks = z
  .object({
    keys: z.array(
      z.object({
        kty: z.literal('RSA'),
        kid: z.string().meta({ example: 'q2ZtY1dR' }),
        alg: z.literal('RS256'),
        use: z.literal('sig'),
        n: z.string().meta({
          description: 'Modulus, base64url',
          example: 'u1SU1LfVLPHCozMxH2Mo4lgOEePzNm0tRg',
        }),
        e: z.string().meta({ example: 'AQAB' }),
      }),
    ),
  })
  .meta({ id: 'Jwks' });

/** The public keys that access tokens are checked with (RFC 7517); a new one appears a day before it signs. */
@ApiTags('auth')
@Controller('.well-known')
export class JwksController {
  readonly #keys: SigningKeys;

  constructor(keys: SigningKeys) {
    this.#keys = keys;
  }

  @Get('jwks.json')
  @Header('cache-control', 'public, max-age=3600')
  @ApiExtension('x-permission', 'anyone')
  @ApiOperation({ operationId: 'getJwks', summary: 'Public keys of access tokens' })
  @ApiOkResponse({ standardSchema: jwks })
  jwks(): Promise<{ keys: JWK[] }> {
    return this.#keys.jwks();
  }
}
