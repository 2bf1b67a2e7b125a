import { SingleBar } from 'cli-progress';

export type Progress = {
  show: (what: string, done: number, total: number) => void;
  end: () => void;
};

/** How often a line is printed where there is no terminal to draw on. */
const LINE_MS = 5_000;

/** A bar on standard error, one per thing that is counted; on a pipe, a line now and then. */
export function createProgress(
  output: NodeJS.WritableStream & { isTTY?: boolean } = process.stderr,
): Progress {
  let bar: SingleBar | undefined;
  let current = '';
  let printed = 0;
  const end = () => {
    bar?.stop();
    bar = undefined;
    current = '';
  };
  return {
    end,
    show: (what, done, total) => {
      if (!output.isTTY) {
        const isOver = done === total;
        if (what === current && !isOver && Date.now() - printed < LINE_MS) return;
        if (what === current && isOver && printed === -1) return;
        output.write(`${what}: ${done} of ${total}\n`);
        current = what;
        printed = isOver ? -1 : Date.now();
        return;
      }
      if (what !== current) {
        end();
        current = what;
        bar = new SingleBar({
          format: `${what.padEnd(16)} [{bar}] {value} of {total}  {duration_formatted}`,
          stream: output,
          hideCursor: true,
        });
        bar.start(total, done);
      }
      bar?.setTotal(total);
      bar?.update(done);
    },
  };
}
