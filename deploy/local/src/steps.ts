export interface Output {
  write(text: string): unknown;
  isTTY?: boolean;
}

/** Tells how far a running step is; shown while it runs and, the last one, beside its result. */
export type Note = (text: string) => void;

/** Shows the steps of a start: what is running, for how long, and what came of it. */
export interface Steps {
  run<T>(title: string, body: (note: Note) => Promise<T>): Promise<T>;
  say(text: string): void;
}

const CLEAR = '\r\x1b[K';

/** On a terminal the running step is repainted in place; elsewhere every line is printed once. */
export function createSteps(output: Output = process.stdout, now = () => Date.now()): Steps {
  const terminal = output.isTTY ?? false;
  const say = (text: string) => {
    output.write(`${text}\n`);
  };
  const run = async <T>(title: string, body: (note: Note) => Promise<T>): Promise<T> => {
    const began = now();
    let noted = '';
    const line = (mark: string) => {
      const seconds = ((now() - began) / 1000).toFixed(1);
      return `${mark} ${title}${noted === '' ? '' : `: ${noted}`} (${seconds} s)`;
    };
    const timer = setInterval(
      () => output.write(terminal ? `${CLEAR}${line('…')}` : `${line('…')}\n`),
      terminal ? 200 : 10_000,
    );
    const finish = (mark: string) => {
      clearInterval(timer);
      output.write(`${terminal ? CLEAR : ''}${line(mark)}\n`);
    };
    try {
      const result = await body((text) => {
        noted = text;
      });
      finish('✓');
      return result;
    } catch (error) {
      finish('✗');
      throw error;
    }
  };
  return { run, say };
}
