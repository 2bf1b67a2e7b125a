import { useState } from 'react';
import { useTexts } from '../texts/use-texts.ts';

/** Asks for a passport code and goes to its page. */
export function CodeForm({ code }: { code: string }) {
  const texts = useTexts();
  const [value, setValue] = useState(code);
  return (
    <form
      className="code-form"
      onSubmit={(event) => {
        event.preventDefault();
        const typed = value.trim().toUpperCase();
        if (typed !== '') location.assign(`/p/${encodeURIComponent(typed)}`);
      }}
    >
      <label htmlFor="code-input">{texts.codeLabel}</label>
      <input
        id="code-input"
        name="code"
        value={value}
        onChange={(event) => {
          setValue(event.target.value);
        }}
        placeholder="DP-MED-2601-PF-CN-000001-0A"
        autoCapitalize="characters"
        autoComplete="off"
        spellCheck={false}
        maxLength={64}
        required
      />
      <button type="submit" className="button">
        {texts.show}
      </button>
    </form>
  );
}
