import { jsonLike } from '../../../http/sends.ts';

/** RFC 9264, as the GS1 resolver standard fills it. */
export const LINKSET = jsonLike({
  linkset: [
    {
      anchor: 'https://luna.example/01/09506000134352/21/4711',
      'https://ref.gs1.org/voc/defaultLink': [
        { href: 'https://luna.example/p/DP-MED-2601-PF-CN-000001-0A', title: 'Filler 3' },
      ],
    },
  ],
});
