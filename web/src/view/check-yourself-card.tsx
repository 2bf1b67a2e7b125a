import { useEffect, useState } from 'react';
import type { Checked } from '../check/protocol.ts';
import { useTexts } from '../texts/use-texts.ts';

/** The evidence to take along, and how to check it without this page. */
export function CheckYourselfCard({ checked }: { checked: Checked }) {
  const texts = useTexts();
  const { verification, file, rpcUrls } = checked;
  const name = `${verification.code}.json`;
  const url = useObjectUrl(file);
  const server = rpcUrls[0] ?? 'URL';
  const command = `npm run -s luna -- verify ${name} --rpc ${server}`;
  return (
    <section className="card" aria-labelledby="check-yourself">
      <h2 id="check-yourself">{texts.checkYourself}</h2>
      <p className="lead">{texts.checkYourselfLead}</p>
      <p>
        <a className="button" href={url} download={name}>
          {texts.download}
        </a>
      </p>
      <p className="label" id="command-label">
        {texts.command}
      </p>
      <div className="command">
        <code aria-labelledby="command-label" tabIndex={0} role="textbox" aria-readonly="true">
          {command}
        </code>
        <CopyButton text={command} />
      </div>
    </section>
  );
}

function CopyButton({ text }: { text: string }) {
  const texts = useTexts();
  const [copied, setCopied] = useState(false);
  // Absent where the page is not served securely.
  if (!('clipboard' in navigator)) return null;
  return (
    <button
      type="button"
      className="button quiet"
      onClick={() => {
        void navigator.clipboard.writeText(text).then(() => {
          setCopied(true);
        });
      }}
    >
      <span aria-live="polite">{copied ? texts.copied : texts.copy}</span>
    </button>
  );
}

/** An address for bytes in memory, given back when they are no longer shown. */
function useObjectUrl(file: Uint8Array<ArrayBuffer>): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([file], { type: 'application/json' }));
    setUrl(made);
    return () => {
      URL.revokeObjectURL(made);
    };
  }, [file]);
  return url;
}
