import { useState } from 'react';
import { useTexts } from '../texts/use-texts.ts';
import { CodeForm } from './code-form.tsx';
import { FileForm } from './file-form.tsx';
import { PassportView } from './passport-view.tsx';

/** Where the address names no passport: asks for a code, or for an evidence file to be checked here. */
export function StartView() {
  const texts = useTexts();
  const [file, setFile] = useState<File>();
  return (
    <>
      {file === undefined ? (
        <section className="card verdict" aria-labelledby="verdict">
          <h1 id="verdict">{texts.enterCode}</h1>
          <p className="lead">{texts.enterCodeLead}</p>
          <CodeForm code="" />
        </section>
      ) : (
        <PassportView subject={file} />
      )}
      <FileForm choose={setFile} />
    </>
  );
}
