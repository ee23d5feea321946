/** A secret, read from standard input: an argument would stay in the shell's history and in the list of processes. */
import { Stop, stop } from "./terminal.ts";

const mostCharacters = 500;
const waitMs = 60_000;

/** One line without its end: typed unseen at a terminal, or piped. Stops where nothing comes within a minute. */
export async function readSecret(prompt: string): Promise<string> {
  const { stdin, stderr } = process;
  const tooLate = new Stop("no secret came on standard input within a minute");
  const late = setTimeout(() => stdin.destroy(tooLate), waitMs);
  if (stdin.isTTY) {
    stdin.setRawMode(true);
    stderr.write(prompt);
  }
  try {
    const line = await readLine();
    if (line === "") stop("the secret is read from standard input, and nothing came");
    return line;
  } finally {
    clearTimeout(late);
    if (stdin.isTTY) {
      stdin.setRawMode(false);
      stderr.write("\n");
    }
    stdin.destroy();
  }
}

async function readLine(): Promise<string> {
  let line = "";
  process.stdin.setEncoding("utf8");
  // Kept open: a terminal that is closed cannot be made to echo again.
  const chunks: AsyncIterable<string> = process.stdin.iterator({ destroyOnReturn: false });
  for await (const chunk of chunks) {
    for (const character of chunk) {
      if (character === "\n" || character === "\r" || character === "\u0004") return line;
      if (character === "\u0003") stop("stopped");
      // A terminal that does not echo leaves the rubbing out to us.
      line = character === "\u007f" || character === "\b" ? line.slice(0, -1) : line + character;
      if (line.length > mostCharacters) stop(`a secret has ${mostCharacters} characters at most`);
    }
  }
  return line;
}
