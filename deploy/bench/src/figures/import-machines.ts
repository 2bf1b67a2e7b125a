import type { Figure } from '../figure.ts';
import { median } from '../measure/statistics.ts';
import { createHome } from '../stand/home.ts';
import { importMachines } from '../stand/machines.ts';
import { startRoles } from '../stand/roles.ts';

/** The events of the hundred machines through the real api process, the indexer running beside. */
export const importMachinesFigure: Figure = {
  name: 'machines',
  about: 'the machine events through the api, as `luna import` sends them',
  measure: async ({ quick, say, stands }) => {
    const seconds: number[] = [];
    let events = 0;
    for (let round = 0; round < (quick ? 1 : 3); round += 1) {
      const test = await stands.database();
      const home = await createHome(stands);
      const roles = await startRoles(home, test);
      stands.onStop(() => roles.stop());
      const imported = await importMachines(roles);
      say(`${imported.events} events in ${imported.eventSeconds.toFixed(2)} s`);
      seconds.push(imported.eventSeconds);
      events = imported.events;
      await roles.stop();
      await test.drop();
    }
    return [
      {
        what: `${events.toLocaleString('en-US')} machine events through the api`,
        measured: { value: median(seconds), unit: 's' },
        must: { of: 'measured', at: 'most', value: 3 },
        note: `median of ${seconds.length} fresh starts, 1,000 events per request, indexer running; ${Math.round(events / median(seconds)).toLocaleString('en-US')}/s`,
      },
    ];
  },
};
