import { applyDecorators, Controller, Get, Header, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { LINKSET_MEDIA_TYPE } from '@luna/passport';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { codesLike, Refuses } from '../../../http/refuses.ts';
import { jsonLike, Sends } from '../../../http/sends.ts';
import { Anyone } from '../../auth/auth.public.ts';
import { ResolveLink } from '../use/resolve-link.ts';
import { LINKSET } from './linkset-view.ts';

const DESCRIPTION = jsonLike({
  name: 'Luna Passport',
  resolverRoot: 'https://luna.example',
  supportedPrimaryKeys: ['01', '8004'],
});

/** GS1 Digital Links of devices. Outside of the envelope, like every address that is printed. */
@ApiTags('resolver')
@Controller()
export class ResolverController {
  readonly #resolver: ResolveLink;

  constructor(resolver: ResolveLink) {
    this.#resolver = resolver;
  }

  @Get('01/*')
  @Anyone()
  @Resolves({ operationId: 'resolveGtin', summary: 'The device of a GTIN and serial number' })
  gtin(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.#resolve(request, reply);
  }

  @Get('8004/*')
  @Anyone()
  @Resolves({ operationId: 'resolveGiai', summary: 'The device of a GIAI' })
  giai(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.#resolve(request, reply);
  }

  @Get('.well-known/gs1resolver')
  @Anyone()
  @Header('cache-control', 'public, max-age=3600')
  @ApiOperation({ operationId: 'getResolverDescription', summary: 'What this resolver resolves' })
  @Sends('application/json', DESCRIPTION)
  description() {
    return this.#resolver.description();
  }

  async #resolve(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const found = await this.#resolver.resolve(request.url, request.headers.accept);
    void reply.status(found.status).headers({
      link: found.link,
      vary: 'Accept',
      'cache-control': 'no-cache',
      'access-control-allow-methods': 'GET, HEAD, OPTIONS',
    });
    if (found.status === 307) void reply.header('location', found.location).send();
    else void reply.type(LINKSET_MEDIA_TYPE).send(Buffer.from(JSON.stringify(found.linkset)));
  }
}

/** How a resolving route is documented. */
function Resolves(operation: { operationId: string; summary: string }): MethodDecorator {
  const content = { [LINKSET_MEDIA_TYPE]: { schema: LINKSET } };
  return applyDecorators(
    ApiOperation(operation),
    Refuses('LINK_NAMES_TYPE', 'LINK_UNKNOWN', 'LINK_TYPE_UNKNOWN', ...codesLike('DIGITAL_LINK_')),
    ApiParam({ name: 'path', description: 'The rest of the Digital Link, slashes as they are' }),
    ApiResponse({ status: 200, description: 'All links, when the linkset is asked for', content }),
    ApiResponse({ status: 300, description: 'Several links fit; choose', content }),
    ApiResponse({ status: 307, description: 'To the default link, or that of the linkType' }),
  );
}
