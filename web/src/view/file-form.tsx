import { useState } from 'react';
import { useTexts } from '../texts/use-texts.ts';
import { Icon } from './icon.tsx';

/** Takes an evidence file, chosen or dropped. It is read here and goes nowhere. */
export function FileForm({ choose }: { choose: (file: File) => void }) {
  const texts = useTexts();
  const [over, setOver] = useState(false);
  const take = (files: FileList | null): void => {
    const [file] = files ?? [];
    if (file !== undefined) choose(file);
  };
  return (
    <section className="card file-card" aria-labelledby="file">
      <h2 id="file">{texts.checkFile}</h2>
      <p className="lead">{texts.checkFileLead}</p>
      <label
        className={over ? 'drop over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => {
          setOver(false);
        }}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files);
        }}
      >
        <Icon name="file" />
        <span>{texts.chooseFile}</span>
        <input
          type="file"
          accept=".json,application/json"
          className="visually-hidden"
          onChange={(event) => {
            take(event.target.files);
            // The same file, changed meanwhile, can be chosen again.
            event.target.value = '';
          }}
        />
      </label>
    </section>
  );
}
