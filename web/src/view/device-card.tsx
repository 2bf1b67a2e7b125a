import type { Verification } from '@luna/evidence';
import { useFormat } from '../texts/use-format.ts';
import { useTexts } from '../texts/use-texts.ts';
import { Fact } from './fact.tsx';

/** What the reader compares with the machine in front of them. */
export function DeviceCard({ verification }: { verification: Verification }) {
  const texts = useTexts();
  const format = useFormat();
  const { device, code, verdict, timeline } = verification;
  const first = timeline[0]?.event;
  const plate = first?.kind === 'passport.created' ? first.payload?.data : undefined;
  const doubtful = verdict === 'MISMATCH' || verdict === 'REVOKED';
  return (
    <section className="card device" aria-labelledby="device">
      <h2 id="device">{texts.device}</h2>
      {device === null ? (
        <p className="lead">{texts.noDevice}</p>
      ) : (
        <>
          {doubtful && <p className="warning">{texts.asClaimed}</p>}
          <p className="serial">
            <span className="label">{texts.serialNumber}</span>
            <strong className="mono">{device.serialNumber}</strong>
          </p>
          <dl className="plate">
            <Fact label={texts.model} value={device.name ?? device.model} />
            <Fact label={texts.manufacturer} value={device.manufacturer} />
            <Fact
              label={texts.status}
              value={device.status === null ? texts.statusUnknown : texts.statuses[device.status]}
            />
            {device.manufacturedAt !== null && (
              <Fact label={texts.manufactured} value={format.month(device.manufacturedAt)} />
            )}
            {plate !== undefined && (
              <Fact label={texts.origin} value={format.country(plate.origin)} />
            )}
          </dl>
        </>
      )}
      <p className="code">
        <span className="label">{texts.code}</span>
        <span className="mono">{code}</span>
      </p>
      {device !== null && <p className="hint">{texts.comparePlate}</p>}
    </section>
  );
}
